import type { Place, TableService } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement, TableStatement, Token, Value } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { type TableClause, tableClausesIn } from './table-clauses.js';
import { tableFiles } from './table-files.js';

/** A key of a table, where something looks keys up in that table. */
export interface KeyUse {
  /** As it was written, with its capitals. */
  readonly key: string;
  /** In a configuration, or in the file of the table. */
  readonly at: Token | Place;
  /** The token, for a key that stands in a configuration and means one thing only, so that it may be written anew. */
  readonly token: Token | undefined;
  /** In a mapping. */
  readonly value: string | undefined;
  readonly service: TableService;
  readonly regex: boolean;
  /** Who looks it up; the first of several uses of a named table for the same service. */
  readonly clause: ClauseNode;
  readonly statement: Statement;
}

/** Every key of every table where something looks keys up for a service; those of `regex` criteria for `regex` only. */
export function keysOf(service: TableService, subject: Subject): readonly KeyUse[] {
  const known = subject.once(knownKeys);
  const uses = known.get(service) ?? findKeysFor(service, subject);
  known.set(service, uses);
  return uses;
}

const knownKeys = (): Map<TableService, readonly KeyUse[]> => new Map();

function findKeysFor(asked: TableService, subject: Subject): readonly KeyUse[] {
  const uses: KeyUse[] = [];
  const seen = new Set<string>();
  for (const { clause, statement, service, regex } of subject.once(clausesByService).get(asked) ?? []) {
    const { value } = clause;
    if (value === undefined) continue;
    if (value.kind === 'table-reference') {
      const name = value.name?.text ?? '';
      const use = `${service} ${regex} ${name}`;
      if (!seen.has(use)) {
        const isShared = subject.once(sharedTables).has(name);
        for (const { key, at, token, value } of keysOfNamed(name, subject)) {
          uses.push({ key, at, token: isShared ? undefined : token, value, service, regex, clause, statement });
        }
      }
      seen.add(use);
    } else {
      for (const { key, at, token, value: mapped } of keysOfValue(value)) {
        uses.push({ key, at, token, value: mapped, service, regex, clause, statement });
      }
    }
  }
  return uses;
}

/** In a part of a configuration, a table's keys are looked at with all who look them up. */
function clausesByService(subject: Subject): ReadonlyMap<TableService, readonly TableClause[]> {
  const services = new Map<TableService, TableClause[]>();
  const { part } = subject;
  const own = part && new Set(part.statements);
  for (const statement of part?.users ?? subject.statements) {
    for (const one of tableClausesIn(statement)) {
      const { value } = one.clause;
      const named = value?.kind === 'table-reference' ? value.name?.text : undefined;
      if (!own?.has(statement) && part && (named === undefined || !part.tables.has(named))) continue;
      const service = one.regex ? 'regex' : one.service;
      const clauses = services.get(service);
      if (clauses) clauses.push(one);
      else services.set(service, [one]);
    }
  }
  return services;
}

/** The tables that are asked for different things: what mends them for one use may spoil them for another. */
function sharedTables(subject: Subject): ReadonlySet<string> {
  const uses = new Map<string, string>();
  const shared = new Set<string>();
  for (const { clause, service, regex } of [...subject.once(clausesByService).values()].flat()) {
    if (clause.value?.kind !== 'table-reference') continue;
    const name = clause.value.name?.text ?? '';
    const use = `${service} ${regex}`;
    if ((uses.get(name) ?? use) !== use) shared.add(name);
    uses.set(name, use);
  }
  return shared;
}

type Key = Pick<KeyUse, 'key' | 'at' | 'token' | 'value'>;

const ofToken = (token: Token, value?: Token): Key => ({ key: token.text, at: token, token, value: value?.text });

/** The keys in a value do not change, and values outlive an edit elsewhere. */
const KNOWN = new WeakMap<Value, readonly Key[]>();

function keysOfValue(value: Value): readonly Key[] {
  let known = KNOWN.get(value);
  if (known === undefined) {
    known = findKeys(value);
    KNOWN.set(value, known);
  }
  return known;
}

function findKeys(value: Value): readonly Key[] {
  if (value.kind === 'word') return [ofToken(value.token)];
  if (value.kind === 'inline-table') return value.entries.map((entry) => ofToken(entry.key, entry.value));
  return [];
}

function keysOfNamed(name: string, subject: Subject): readonly Key[] {
  const statement = subject.once(tableStatements).get(name);
  if (statement?.entries) return keysOfValue(statement.entries);
  const file = subject.once(tableFiles).get(name);
  return (file?.entries ?? []).map((entry) => ({ key: entry.key, value: entry.value, at: entry, token: undefined }));
}

/** The statements that define tables, by name. */
export function tableStatements(subject: Subject): ReadonlyMap<string, TableStatement> {
  const statements = new Map<string, TableStatement>();
  for (const statement of subject.analysis.statements) {
    if (statement.kind === 'table' && statement.name) statements.set(statement.name.text, statement);
  }
  return statements;
}
