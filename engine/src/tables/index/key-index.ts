/**
 * Patterns with numbers, found by the keys that match them: in a time that depends on the key, and on how many shapes the
 * patterns have, not on how many there are. Keys and patterns are byte texts in lower case.
 */
export interface KeyIndex {
  add(pattern: string, number: number): void;
  /** Adds the numbers of all patterns that match to `hits`, in no order, some perhaps twice. */
  find(key: string, hits: number[]): void;
}

/** What kinds of patterns there are in a table's keys (the *_match functions of table.c). */
export interface MatchContext {
  /** What a sub-address begins with. */
  readonly delimiter: string;
  /** Whether the daemon's own inet_net_pton reads networks. */
  readonly ownNetPton: boolean;
}

type Posting = number | number[];

/** The numbers of what is looked up as it is. */
export class Postings<Key = string> {
  private readonly map = new Map<Key, Posting>();

  add(text: Key, number: number): void {
    const known = this.map.get(text);
    if (known === undefined) this.map.set(text, number);
    else if (typeof known === 'number') this.map.set(text, [known, number]);
    else known.push(number);
  }

  find(text: Key, hits: number[]): void {
    const known = this.map.get(text);
    if (known === undefined) return;
    if (typeof known === 'number') hits.push(known);
    else for (const number of known) hits.push(number);
  }
}
