import type { AnyContext, Clause, Form } from '../language/clause.js';

/**
 * The structure of a statement, with tokens given by their index in the statement. It follows from the token types
 * alone, so statements with the same types share one shape. NONE stands for a token that is not there.
 */
export const NONE = -1;

export type ValueShape =
  | { readonly kind: 'word' | 'number'; readonly token: number }
  | { kind: 'table-reference'; readonly open: number; name: number; close: number }
  | { kind: 'inline-table'; readonly open: number; readonly entries: EntryShape[]; close: number }
  | { kind: 'filter-list'; readonly open: number; readonly names: number[]; close: number }
  | { kind: 'delays'; readonly delays: number[] }
  | { kind: 'limits'; readonly limits: EntryShape[] }
  | { kind: 'pair'; readonly first: number; second: number };

/** A key and its value, or a limit's name and its number. */
export interface EntryShape {
  readonly key: number;
  value: number;
}

export interface ClauseShape {
  clause: Clause<AnyContext>;
  form: Form;
  negation: number;
  readonly words: number[];
  readonly values: ValueShape[];
  complete: boolean;
}

export type ShapeKind =
  | 'error'
  | 'include'
  | 'macro'
  | 'setting'
  | 'pki'
  | 'ca'
  | 'proc'
  | 'listen'
  | 'table'
  | 'action'
  | 'match'
  | 'filter'
  | 'rule'
  | 'map'
  | 'obsolete';

export interface StatementShape {
  kind: ShapeKind;
  /** The words that belong to the statement itself: name, command, path, interface. */
  readonly words: number[];
  readonly clauses: ClauseShape[];
  /** The entries of a table statement. */
  value: ValueShape | undefined;
  /** Index of the token that no rule has a place for (the number of tokens at the end), or NONE. */
  error: number;
}
