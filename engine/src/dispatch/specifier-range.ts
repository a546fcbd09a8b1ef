import { strtonum } from '../tables/ascii.js';

/** Offsets as written: negative ones count from the end. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

export interface RangedSpecifier {
  readonly name: string;
  readonly range: Range;
  /** From the colon behind the bracket on, the colon included. */
  readonly modifiers?: string;
}

/** EXPAND_BUFFER: the end of a range that has none, and the largest offset. */
const LARGEST = 1024;

/** `name[begin:end]` taken apart; undefined where there are no two brackets. What stands between `]` and a colon is ignored. */
export function readRange(specifier: string): RangedSpecifier | 'bad' | undefined {
  const left = specifier.indexOf('[');
  const right = specifier.indexOf(']');
  if (left < 0 || right < 0) return undefined;
  if (right - left <= 1) return 'bad';
  const range = readOffsets(specifier.slice(left + 1, right));
  if (!range) return 'bad';
  const colon = specifier.indexOf(':', right);
  const modifiers = colon < 0 ? undefined : specifier.slice(colon);
  return { name: specifier.slice(0, left), range, ...(modifiers === undefined ? {} : { modifiers }) };
}

function readOffsets(text: string): Range | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) {
    const offset = readOffset(text);
    return offset === undefined ? undefined : { begin: offset, end: offset };
  }
  const begin = colon === 0 ? 0 : readOffset(text.slice(0, colon));
  const end = colon === text.length - 1 ? LARGEST : readOffset(text.slice(colon + 1));
  return begin === undefined || end === undefined ? undefined : { begin, end };
}

function readOffset(text: string): number | undefined {
  return strtonum(text, -LARGEST, LARGEST);
}

/**
 * The part of a value that a range selects, its end included; undefined where it selects nothing. A negative end is one
 * less than one would think: [0:-1] leaves the last character off, and [-1] alone selects nothing ever.
 */
export function cutRange(value: string, range: Range = { begin: 0, end: LARGEST }): string | undefined {
  const length = value.length;
  if (length === 0) return '';
  if (range.begin >= length) return undefined;
  const begin = range.begin < 0 ? range.begin + length : range.begin;
  const limited = Math.min(range.end, length - 1);
  const end = limited < 0 ? limited + length - 1 : limited;
  if (begin < 0 || end < begin) return undefined;
  return value.slice(begin, end + 1);
}
