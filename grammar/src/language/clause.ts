import type { Lifetime, Version } from './version.js';

/** Where a clause may stand. The daemon's grammar has one list of alternatives for each. */
export type Context =
  | 'setting'
  | 'pki'
  | 'ca'
  | 'proc'
  | 'listen'
  | 'listen-socket'
  | 'action-method'
  | 'action-local'
  | 'action-relay'
  | 'action'
  | 'match'
  | 'match-outcome'
  | 'filter'
  | 'filter-phase'
  | 'filter-condition'
  | 'filter-decision';

/** Likewise in the grammar before 6.4. */
export type LegacyContext =
  | 'legacy-setting'
  | 'legacy-pki'
  | 'legacy-ca'
  | 'legacy-listen'
  | 'legacy-socket'
  | 'legacy-criterion'
  | 'legacy-lookup'
  | 'legacy-method'
  | 'legacy-user'
  | 'legacy-relay'
  | 'legacy-via'
  | 'legacy-accept';

export type AnyContext = Context | LegacyContext;

/**
 * What follows the keywords of a form.
 * STRING a word or quoted string; NUMBER; SIZE either; TABLE a literal, `{ … }` or `<name>`; FILTERS `{ name, … }`;
 * DELAYS `1h, 2h`; LIMITS `name number …`; PAIR two strings.
 */
export type ValueKind = 'STRING' | 'NUMBER' | 'SIZE' | 'TABLE' | 'FILTERS' | 'DELAYS' | 'LIMITS' | 'PAIR';

/** A keyword, or in capitals a kind of value; `!` where the grammar before 6.4 has it within a clause. */
export type FormPart = string | ValueKind;

/** One way to write a clause, and the releases that read it. */
export interface Form extends Lifetime {
  readonly parts: readonly FormPart[];
}

/** A directive, option, criterion, phase, condition or decision: all that is known of it in one row. */
export interface Clause<In extends AnyContext = Context> {
  readonly id: string;
  readonly context: In;
  readonly forms: readonly Form[];
  /** One line, in our own words. */
  readonly doc: string;
  /** Where the manual of 7.8 speaks of it; absent for what it does not mention. */
  readonly manual?: string;
}

/** How the tables below write a clause: forms as text, each preceded by its first release where that is not 6.4.0. */
export interface ClauseRow {
  readonly syntax: string | readonly string[];
  readonly doc: string;
  /** The section of the manual, where it is not that of the table. */
  readonly manual?: string;
  /** Whether the manual does not mention it. */
  readonly undocumented?: true;
}

const VALUE_KINDS: ReadonlySet<string> = new Set<ValueKind>([
  'STRING',
  'NUMBER',
  'SIZE',
  'TABLE',
  'FILTERS',
  'DELAYS',
  'LIMITS',
  'PAIR',
]);

export function isValueKind(part: FormPart): part is ValueKind {
  return VALUE_KINDS.has(part);
}

/** Reads `[since ]keyword … [VALUE …] [keyword]`. */
export function parseForm(syntax: string): Form {
  const parts = syntax.split(' ');
  const since = /^\d/.test(parts[0] as string) ? (parts.shift() as Version) : '6.4.0';
  return { parts, since };
}

/** Turns a table of rows into clauses. */
export function defineClauses<Id extends string>(
  context: Context,
  manual: string,
  rows: Readonly<Record<Id, ClauseRow>>,
): Readonly<Record<Id, Clause>> {
  const clauses: Record<string, Clause> = {};
  for (const [id, row] of Object.entries<ClauseRow>(rows)) {
    const forms = (typeof row.syntax === 'string' ? [row.syntax] : row.syntax).map(parseForm);
    const section = row.undocumented ? {} : { manual: row.manual ?? manual };
    clauses[id] = { id, context, forms, doc: row.doc, ...section };
  }
  return clauses as Record<Id, Clause>;
}
