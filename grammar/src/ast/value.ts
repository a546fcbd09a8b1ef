import type { Token } from '../lexer/token.js';

/** A word or quoted string. Where a table may stand, it is a table with this one entry. */
export interface WordValue {
  readonly kind: 'word';
  readonly token: Token;
}

export interface NumberValue {
  readonly kind: 'number';
  readonly token: Token;
}

/** `<name>` */
export interface TableReference {
  readonly kind: 'table-reference';
  readonly open: Token;
  readonly name: Token | undefined;
  readonly close: Token | undefined;
}

/** One entry of an inline table; `value` is present for `key = value` and `key => value`. */
export interface TableEntry {
  readonly key: Token;
  readonly value: Token | undefined;
}

/** `{ a, b }` or `{ a = b, c => d }` */
export interface InlineTable {
  readonly kind: 'inline-table';
  readonly open: Token;
  readonly entries: readonly TableEntry[];
  readonly close: Token | undefined;
}

/** `{ filter, filter }` */
export interface FilterList {
  readonly kind: 'filter-list';
  readonly open: Token;
  readonly names: readonly Token[];
  readonly close: Token | undefined;
}

/** `1h, 4h` */
export interface DelayList {
  readonly kind: 'delays';
  readonly delays: readonly Token[];
}

/** One `name number` of a limit statement; `inet4` and `inet6` stand alone. */
export interface LimitEntry {
  readonly name: Token;
  readonly value: Token | undefined;
}

export interface LimitList {
  readonly kind: 'limits';
  /** The domain of `mta limit for domain`. */
  readonly domain: Token | undefined;
  readonly limits: readonly LimitEntry[];
}

export interface PairValue {
  readonly kind: 'pair';
  readonly first: Token;
  readonly second: Token | undefined;
}

/** What a TABLE form holds. */
export type TableValue = WordValue | TableReference | InlineTable;

export type Value = TableValue | NumberValue | FilterList | DelayList | LimitList | PairValue;
