import type { CompiledTable, TableService } from '@smtpd-conf/compiler';

/** Of a larger table only so many entries are compared: an explanation is for people, and must not take long. */
const MOST_COMPARED = 2_000;
/** A longer key is compared by its beginning only. */
const LONGEST_COMPARED = 200;

/**
 * The entry of a table that is most like a key that was not found in it, for a person to see what is different; undefined
 * where nothing is like it at all, or the configuration does not hold the table.
 */
export function nearestEntry(table: CompiledTable | undefined, service: TableService, key: string): string | undefined {
  const entries = (table?.entries ?? []).slice(0, MOST_COMPARED).map(([entry]) => entry);
  const distance = service === 'netaddr' ? prefixDistance : editDistance;
  let best: { entry: string; distance: number } | undefined;
  for (const entry of entries) {
    const apart = distance(key.toLowerCase().slice(0, LONGEST_COMPARED), entry.slice(0, LONGEST_COMPARED));
    if (!best || apart < best.distance) best = { entry, distance: apart };
  }
  // Two thirds different is not near.
  const limit = service === 'netaddr' ? 0.999 : 0.67;
  return best && best.distance / Math.max(key.length, best.entry.length, 1) < limit ? best.entry : undefined;
}

/** Addresses are near when they begin alike. */
function prefixDistance(one: string, other: string): number {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return Math.max(one.length, other.length) - same;
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
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
