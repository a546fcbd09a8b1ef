import type { CompiledTable, TableRow, TableService } from '@smtpd-conf/compiler';
import { compileTableRegex } from '../regex/compile-regex.js';
import { utf8Encoded } from '../session/byte-text.js';
import { domainIndex } from './index/domain-index.js';
import type { Hits, KeyIndex, MatchContext } from './index/key-index.js';
import { mailAddressIndex } from './index/mail-address-index.js';
import { networkIndex } from './index/network-index.js';
import { TextIndex } from './index/text-index.js';

/** A table whose entries are known, asked as table_static.c:table_static_lookup does. */
export interface StaticTable {
  readonly entries: readonly TableRow[];
  /** The row that a key hits, as the table was compiled; of several the one whose key comes first by its bytes. */
  find(service: TableService, key: string): TableRow | undefined;
  /** The key of that row. */
  findEntry(service: TableService, key: string): string | undefined;
  /** Its keys in the order of their bytes, each once, as byte texts. */
  sortedKeys(): readonly string[];
}

/** The services that compare entry by entry (table_static.c: keycmp); all others want the key itself. */
const INDEXES: Partial<Record<TableService, (context: MatchContext) => KeyIndex>> = {
  domain: domainIndex,
  netaddr: networkIndex,
  mailaddr: mailAddressIndex,
};

/** An index for a service; for regular expressions there is none. */
export function indexFor(service: Exclude<TableService, 'regex'>, context: MatchContext): KeyIndex {
  return INDEXES[service]?.(context) ?? new TextIndex();
}

/** Whether a service goes through all entries. */
export function scans(service: TableService): boolean {
  return service === 'regex' || service in INDEXES;
}

/** The key as the daemon holds it: the bytes of the file, in lower case since it was compiled. */
export function entryKey([key]: TableRow): string {
  return utf8Encoded(key);
}

export function staticTable(entries: NonNullable<CompiledTable['entries']>, context: MatchContext): StaticTable {
  const indexes = new Map<string, KeyIndex>();
  const first = new FirstRow(entries);
  /** The keys in a row of their own: where entries are many, the way to a row and from there to its key is long. */
  let keys: readonly string[] | undefined;
  let sorted: readonly string[] | undefined;
  let patterns: readonly RegexEntry[] | undefined;

  function indexOf(service: Exclude<TableService, 'regex'>): KeyIndex {
    const kind = service in INDEXES ? service : 'string';
    const known = indexes.get(kind);
    if (known) return known;
    const index = indexFor(service, context);
    for (const [number, row] of entries.entries()) index.add(entryKey(row), number);
    indexes.set(kind, index);
    return index;
  }

  function sortedKeys(): readonly string[] {
    sorted ??= [...new Set(entries.map(entryKey))].sort(byBytes);
    return sorted;
  }

  function findPattern(key: string): TableRow | undefined {
    patterns ??= sortedKeys().map(regexEntry);
    const hit = patterns.find((pattern) => pattern.matches(key));
    return hit && entries.findLast((row) => entryKey(row) === hit.key);
  }

  /** The number of the row that a key hits; -1 for none. */
  function findNumber(service: Exclude<TableService, 'regex'>, key: string): number {
    first.number = -1;
    indexOf(service).find(key, first);
    return first.number;
  }

  return {
    entries,
    sortedKeys,
    find: (service, key) => (service === 'regex' ? findPattern(key) : entries[findNumber(service, key)]),
    findEntry(service, key) {
      if (service === 'regex') return findPattern(key)?.[0];
      keys ??= entries.map(([entry]) => entry);
      const number = findNumber(service, key);
      return number < 0 ? undefined : keys[number];
    },
  };
}

interface RegexEntry {
  readonly key: string;
  readonly matches: (key: string) => boolean;
}

/** Compiled when first needed; a pattern that regcomp refuses matches nothing (table.c:table_regex_match). */
function regexEntry(key: string): RegexEntry {
  let matches: RegexEntry['matches'] | undefined;
  return {
    key,
    matches(text) {
      if (matches === undefined) {
        const regex = compileTableRegex(key);
        matches = regex.ok ? regex.matches : () => false;
      }
      return matches(text);
    },
  };
}

/** Of the rows that are found the first by bytes; of those with equal keys the one written last. */
class FirstRow implements Hits {
  number = -1;

  constructor(private readonly entries: readonly TableRow[]) {}

  add(number: number): void {
    if (this.number < 0) this.number = number;
    else if (number !== this.number) {
      const order = byBytes(this.key(number), this.key(this.number));
      if (order < 0 || (order === 0 && number > this.number)) this.number = number;
    }
  }

  private key(number: number): string {
    return entryKey(this.entries[number] as TableRow);
  }
}

/** strcmp(3): dict.c keeps keys in this order. */
function byBytes(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
