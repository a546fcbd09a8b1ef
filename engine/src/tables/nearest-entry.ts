import type { TableRow, TableService } from '@smtpd-conf/compiler';
import { lowerCase } from './ascii.js';
import { hostnameMatch } from './keys/hostname-match.js';
import { entryKey } from './static-table.js';
import type { Tables } from './tables.js';
import { parseMailAddress, withoutTag } from './values/mail-address.js';
import { parseNetwork } from './values/network.js';

/** Why an entry that looks as if it were meant does not match. */
export type WhyNot =
  /** `*.example.org` and a name with more labels: the `*` ends at the first dot. */
  | 'wildcard-ends-at-first-dot'
  /** `*.example.org` and `example.org`. */
  | 'wildcard-needs-a-label'
  /** `example.org` and a name below it. */
  | 'no-wildcard'
  /** The same domain, another user. */
  | 'other-user'
  | 'other-domain'
  /** The entry asks for a sub-address. */
  | 'other-sub-address'
  /** The host's bits lie outside of the network. */
  | 'other-network'
  /** Only a part of the entry is an address, so all of it is text: `[::1]/64`. */
  | 'no-network'
  | 'spelled-differently';

export interface NearestEntry {
  /** As the table holds it. */
  readonly entry: string;
  readonly why: WhyNot;
}

/** How many entries are looked at; a hint is not worth more. */
const MOST_ENTRIES = 20_000;
/** Where none is near in what it means, so many are compared letter by letter, as far as this. */
const MOST_SPELLED = 2_000;
const LONGEST_SPELLED = 200;
/** Two thirds different is not near. */
const FARTHEST = 0.67;

/**
 * The entry of a static table that comes nearest to a key it does not hold; undefined where none is like it at all. For
 * reports: it goes through the table, so ask it of what somebody wants to read, not while deciding.
 */
export function nearestEntry(
  tables: Tables,
  table: string,
  service: TableService,
  key: string,
): NearestEntry | undefined {
  const entries = tables.static(table)?.entries ?? [];
  const nearness = NEARNESS[service] ?? spelling;
  const lower = lowerCase(key);
  let best: { readonly row: TableRow; readonly near: Near } | undefined;
  for (const row of entries.slice(0, MOST_ENTRIES)) {
    const near = nearness(lower, entryKey(row), tables);
    if (near && (best === undefined || near.score > best.near.score)) best = { row, near };
  }
  if (best) return { entry: best.row[0], why: best.near.why };
  if (service === 'regex' || parseNetwork(lower, tables.context.ownNetPton)) return undefined;
  const entry = mostAlike(lower, entries.slice(0, MOST_SPELLED));
  return entry === undefined ? undefined : { entry, why: 'spelled-differently' };
}

/** The entry that takes the fewest letters to be put in, taken out or changed. */
function mostAlike(key: string, rows: readonly TableRow[]): string | undefined {
  let best: { readonly row: TableRow; readonly apart: number } | undefined;
  for (const row of rows) {
    const entry = entryKey(row).slice(0, LONGEST_SPELLED);
    const apart = editDistance(key.slice(0, LONGEST_SPELLED), entry) / Math.max(key.length, entry.length, 1);
    if (apart < (best?.apart ?? FARTHEST)) best = { row, apart };
  }
  return best?.row[0];
}

/** Levenshtein's. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, change));
    }
    row = next;
  }
  return row.at(-1) as number;
}

interface Near {
  readonly score: number;
  readonly why: WhyNot;
}

type Nearness = (key: string, entry: string, tables: Tables) => Near | undefined;

const NEARNESS: Partial<Record<TableService, Nearness>> = {
  domain: domainNearness,
  mailaddr: mailNearness,
  netaddr: networkNearness,
  regex: () => undefined,
};

/** The longer the part that agrees the nearer. */
function domainNearness(name: string, pattern: string): Near | undefined {
  const below = pattern.startsWith('*.') ? pattern.slice(2) : undefined;
  if (below === undefined) {
    return name.endsWith(`.${pattern}`) ? { score: pattern.length, why: 'no-wildcard' } : spelling(name, pattern);
  }
  if (name === below) return { score: below.length, why: 'wildcard-needs-a-label' };
  return name.endsWith(`.${below}`) ? { score: below.length, why: 'wildcard-ends-at-first-dot' } : undefined;
}

function mailNearness(key: string, entry: string, { context }: Tables): Near | undefined {
  const address = parseMailAddress(key);
  const pattern = parseMailAddress(entry);
  if (!address || !pattern) return undefined;
  const bare = (user: string) => withoutTag(user, context.delimiter);
  const sameDomain = pattern.domain === '' || hostnameMatch(address.domain, pattern.domain);
  const sameUser = pattern.user === '' || bare(address.user) === bare(pattern.user);
  if (sameDomain && sameUser) return { score: 300, why: 'other-sub-address' };
  if (sameUser) {
    const near = domainNearness(address.domain, pattern.domain);
    if (near) return { score: 200 + near.score, why: near.why };
    return pattern.user === '' ? undefined : { score: 100, why: 'other-domain' };
  }
  return sameDomain && pattern.domain !== '' ? { score: 50, why: 'other-user' } : undefined;
}

/** Networks by how many leading bits agree; at least a quarter of them must. */
function networkNearness(key: string, entry: string, { context }: Tables): Near | undefined {
  const address = parseNetwork(key, context.ownNetPton);
  if (!address) return spelling(key, entry);
  const network = parseNetwork(entry, context.ownNetPton);
  if (!network) {
    const part = parseNetwork(entry.replace(/^\[([^\]]*)\](\/\d+)?$/, '$1$2'), context.ownNetPton);
    return part?.bytes.length === address.bytes.length ? { score: 300, why: 'no-network' } : undefined;
  }
  if (network.bytes.length !== address.bytes.length) return undefined;
  let agreeing = 0;
  while (agreeing < network.bytes.length && network.bytes[agreeing] === address.bytes[agreeing]) agreeing++;
  return agreeing * 4 >= network.bytes.length ? { score: agreeing, why: 'other-network' } : undefined;
}

/** One character more, less or different, or two exchanged. */
function spelling(key: string, entry: string): Near | undefined {
  if (Math.abs(key.length - entry.length) > 1 || key.length < 3) return undefined;
  let start = 0;
  while (start < key.length && key[start] === entry[start]) start++;
  let end = 0;
  const shorter = Math.min(key.length, entry.length);
  while (end < shorter - start && key[key.length - 1 - end] === entry[entry.length - 1 - end]) end++;
  const [mine, theirs] = [key.slice(start, key.length - end), entry.slice(start, entry.length - end)];
  const exchanged = mine.length === 2 && theirs === `${mine[1]}${mine[0]}`;
  return exchanged || (mine.length <= 1 && theirs.length <= 1)
    ? { score: key.length / 2, why: 'spelled-differently' }
    : undefined;
}
