import type { TableService } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement, TableStatement, Token, Value } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { changedPart, swapIn } from './changed-part.js';
import { type TableClause, tableClauses, tableClausesIn, tableNameIn } from './table-clauses.js';
import { type FileEntry, tableFiles } from './table-files.js';

/** A key of a table, where something looks keys up in that table. There may be many, so one holds no more than it must. */
export class KeyUse {
  /**
   * @param of who looks it up; the first of several uses of a named table for the same service
   * @param at in a configuration, or in the file of the table
   * @param shared whether the table is asked for different things
   */
  constructor(
    private readonly of: TableClause,
    readonly at: Token | FileEntry,
    private readonly mapped: Token | undefined,
    private readonly shared: boolean,
  ) {}

  /** As it was written, with its capitals. */
  get key(): string {
    return 'key' in this.at ? this.at.key : this.at.text;
  }

  /** In a mapping. */
  get value(): string | undefined {
    return 'key' in this.at ? this.at.value : this.mapped?.text;
  }

  /** The token, for a key that stands in a configuration and means one thing only, so that it may be written anew. */
  get token(): Token | undefined {
    return this.shared || 'key' in this.at ? undefined : this.at;
  }

  get service(): TableService {
    return this.of.service;
  }

  get regex(): boolean {
    return this.of.regex;
  }

  get clause(): ClauseNode {
    return this.of.clause;
  }

  get statement(): Statement {
    return this.of.statement;
  }
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
  for (const one of subject.once(clausesByService).get(asked) ?? []) {
    const { value } = one.clause;
    if (value?.kind === 'table-reference') {
      const name = value.name?.text ?? '';
      const use = `${one.service} ${one.regex} ${name}`;
      if (!seen.has(use)) addKeysOfNamed(name, one, subject, uses);
      seen.add(use);
    } else if (value) addKeysOf(value, one, false, uses);
  }
  return uses;
}

/** In a part of a configuration, a table's keys are looked at with all who look them up. */
function clausesByService(subject: Subject): ReadonlyMap<TableService, readonly TableClause[]> {
  const services = new Map<TableService, TableClause[]>();
  for (const one of clausesThatAsk(subject)) {
    const service = one.regex ? 'regex' : one.service;
    const clauses = services.get(service);
    if (clauses) clauses.push(one);
    else services.set(service, [one]);
  }
  return services;
}

function clausesThatAsk(subject: Subject): readonly TableClause[] {
  const { part } = subject;
  if (part === undefined) return subject.once(tableClauses);
  const own = new Set(part.statements);
  return part.users.flatMap((statement) =>
    tableClausesIn(statement).filter(({ clause }) => {
      const named = tableNameIn(clause);
      return own.has(statement) || (named !== undefined && part.tables.has(named));
    }),
  );
}

/** The tables that are asked for different things: what mends them for one use may spoil them for another. */
function sharedTables(subject: Subject): ReadonlySet<string> {
  const uses = new Map<string, string>();
  const shared = new Set<string>();
  for (const clauses of subject.once(clausesByService).values()) {
    for (const { clause, service, regex } of clauses) {
      if (clause.value?.kind !== 'table-reference') continue;
      const name = clause.value.name?.text ?? '';
      const use = `${service} ${regex}`;
      if ((uses.get(name) ?? use) !== use) shared.add(name);
      uses.set(name, use);
    }
  }
  return shared;
}

function addKeysOf(value: Value, by: TableClause, shared: boolean, uses: KeyUse[]): void {
  if (value.kind === 'word') uses.push(new KeyUse(by, value.token, undefined, shared));
  if (value.kind !== 'inline-table') return;
  for (const entry of value.entries) uses.push(new KeyUse(by, entry.key, entry.value, shared));
}

function addKeysOfNamed(name: string, by: TableClause, subject: Subject, uses: KeyUse[]): void {
  const shared = subject.once(sharedTables).has(name);
  const statement = tableStatements(subject).get(name);
  if (statement?.entries) addKeysOf(statement.entries, by, shared, uses);
  else
    for (const entry of subject.once(tableFiles).get(name)?.entries ?? [])
      uses.push(new KeyUse(by, entry, undefined, shared));
}

/** The statements that define tables, by name. */
export function tableStatements(subject: Subject): ReadonlyMap<string, TableStatement> {
  return subject.onward(tablesByName).byName;
}

interface TablesByName {
  readonly statements: readonly TableStatement[];
  readonly byName: Map<string, TableStatement>;
}

function tablesByName(subject: Subject, before: TablesByName | undefined): TablesByName {
  const statements = subject.all('table');
  if (before?.statements === statements) return before;
  const [then, now] = swapIn(changedPart(before?.statements ?? [], statements)) ?? [];
  const name = now?.name?.text;
  if (before && now && name !== undefined && then?.name?.text === name && before.byName.get(name) === then) {
    before.byName.set(name, now);
    return { statements, byName: before.byName };
  }
  const byName = new Map(statements.flatMap((one) => (one.name ? [[one.name.text, one] as const] : [])));
  return { statements, byName };
}
