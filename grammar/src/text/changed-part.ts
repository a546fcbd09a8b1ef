/** What differs between two texts: one part of the first has become another. */
export interface TextChange {
  /** Offsets in the first text; both infinite where nothing differs. */
  readonly start: number;
  readonly end: number;
  /** By how much what stands behind the part has moved. */
  readonly shift: number;
}

const CHUNK = 4096;

/** The smallest part that holds all differences. */
export function changedPart(before: string, after: string): TextChange {
  if (before === after) return { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY, shift: 0 };
  const shared = Math.min(before.length, after.length);
  let start = 0;
  while (start + CHUNK <= shared && before.slice(start, start + CHUNK) === after.slice(start, start + CHUNK))
    start += CHUNK;
  while (start < shared && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  const most = shared - start;
  let tail = 0;
  const tailsEqual = (length: number): boolean =>
    before.slice(before.length - length, before.length - tail) ===
    after.slice(after.length - length, after.length - tail);
  while (tail + CHUNK <= most && tailsEqual(tail + CHUNK)) tail += CHUNK;
  while (tail < most && before.charCodeAt(before.length - tail - 1) === after.charCodeAt(after.length - tail - 1))
    tail += 1;
  return { start, end: before.length - tail, shift: after.length - before.length };
}
