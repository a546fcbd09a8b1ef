/**
 * Patterns with numbers, found by the keys that match them: in a time that depends on the key, and on how many shapes the
 * patterns have, not on how many there are. Keys and patterns are byte texts in lower case.
 */
export interface KeyIndex {
  add(pattern: string, number: number): void;
  /** Tells `hits` the numbers of all patterns that match, in no order, some perhaps twice. */
  find(key: string, hits: Hits): void;
}

/** Takes what an index finds. */
export interface Hits {
  add(number: number): void;
}

/** What kinds of patterns there are in a table's keys (the *_match functions of table.c). */
export interface MatchContext {
  /** What a sub-address begins with. */
  readonly delimiter: string;
  /** Whether the daemon's own inet_net_pton reads networks. */
  readonly ownNetPton: boolean;
}
