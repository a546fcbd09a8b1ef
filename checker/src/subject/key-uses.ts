import type { Place, TableService } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement, TableStatement, Token, Value } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { tableClauses } from './table-clauses.js';
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

/** The keys by the service that they are looked up for; those of `regex` criteria under `regex`. */
export function keysByService(subject: Subject): ReadonlyMap<TableService, readonly KeyUse[]> {
  const services = new Map<TableService, KeyUse[]>();
  for (const use of keyUses(subject)) {
    const service = use.regex ? 'regex' : use.service;
    const uses = services.get(service);
    if (uses) uses.push(use);
    else services.set(service, [use]);
  }
  return services;
}

/** Every key of every table, once for each service that the table is asked for. */
function keyUses(subject: Subject): readonly KeyUse[] {
  const uses: KeyUse[] = [];
  const seen = new Set<string>();
  const shared = sharedTables(subject);
  for (const { clause, statement, service, regex } of tableClauses(subject)) {
    const { value } = clause;
    if (value === undefined) continue;
    const base = { service, regex, clause, statement };
    if (value.kind === 'table-reference') {
      const name = value.name?.text ?? '';
      const use = `${service} ${regex} ${name}`;
      if (!seen.has(use)) {
        for (const key of keysOfNamed(name, subject)) {
          uses.push({ ...base, ...key, ...(shared.has(name) ? { token: undefined } : {}) });
        }
      }
      seen.add(use);
    } else for (const key of keysOfValue(value)) uses.push({ ...base, ...key });
  }
  return uses;
}

/** The tables that are asked for different things: what mends them for one use may spoil them for another. */
function sharedTables(subject: Subject): ReadonlySet<string> {
  const uses = new Map<string, string>();
  const shared = new Set<string>();
  for (const { clause, service, regex } of tableClauses(subject)) {
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

function keysOfValue(value: Value): Key[] {
  if (value.kind === 'word') return [ofToken(value.token)];
  if (value.kind === 'inline-table') return value.entries.map((entry) => ofToken(entry.key, entry.value));
  return [];
}

function keysOfNamed(name: string, subject: Subject): Key[] {
  const statement = subject.once(tableStatements).get(name);
  if (statement?.entries) return keysOfValue(statement.entries);
  const file = subject.once(tableFiles).get(name);
  return (file?.entries ?? []).map(({ key, value, ...at }) => ({ key, value, at, token: undefined }));
}

/** The statements that define tables, by name. */
export function tableStatements(subject: Subject): ReadonlyMap<string, TableStatement> {
  const statements = new Map<string, TableStatement>();
  for (const statement of subject.of('table')) if (statement.name) statements.set(statement.name.text, statement);
  return statements;
}
