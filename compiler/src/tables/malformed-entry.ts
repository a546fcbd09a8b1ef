import { parseTableLine } from './table-line.js';

/*
 * Each finds lines that may be malformed, every malformed one among them, and few others; the line before belongs to
 * the match. All are linear in the length of the text, whatever is in it.
 */
const NO_SEPARATOR = /\n[ \t\v\f\r]*[^# \t:\v\f\r\n\0][^ \t:\n\0]*[\n\0]/g;
const NOTHING_AFTER_SEPARATOR = /[ \t:][\v\f\r]*[\n\0]/g;
const OPEN_BRACKET = /\n[ \t\v\f\r]*\[[^\]\n\0]*[\n\0]/g;
const NO_VALUE_AFTER_BRACKET = /\n[ \t\v\f\r]*\[[^\]\n\0]*(?:\][^\n\0]?[ \t\v\f\r]*)?[\n\0]/g;

const SUSPECTS = {
  list: { plain: [], brackets: [OPEN_BRACKET] },
  hash: {
    plain: [NO_SEPARATOR, NOTHING_AFTER_SEPARATOR],
    brackets: [NO_SEPARATOR, NOTHING_AFTER_SEPARATOR, NO_VALUE_AFTER_BRACKET],
  },
} as const;

/**
 * The offset of the first line at or after `from` (a start of line) that a file of this kind cannot hold; -1 where
 * there is none. Says what parseTableLine would say line by line, which judges only the lines that look suspicious.
 */
export function findMalformed(text: string, from: number, kind: 'list' | 'hash', brackets: boolean): number {
  const isMalformed = (start: number) =>
    parseTableLine(text.slice(start, lineEnd(text, start)), kind, brackets).type === 'malformed';
  if (from >= text.length) return -1;
  // The expressions find what stands between two line feeds.
  if (isMalformed(from)) return from;
  const suspects: readonly RegExp[] = SUSPECTS[kind][brackets ? 'brackets' : 'plain'];
  const found = suspects.map((suspect) => firstSuspect(suspect, text, from, isMalformed)).filter((start) => start >= 0);
  if (found.length > 0) return Math.min(...found);
  const last = text.lastIndexOf('\n') + 1;
  return last > from && isMalformed(last) ? last : -1;
}

/** The start of the first line that the expression finds and that is malformed indeed; -1 where there is none. */
function firstSuspect(suspect: RegExp, text: string, from: number, isMalformed: (start: number) => boolean): number {
  suspect.lastIndex = from;
  for (let match = suspect.exec(text); match; match = suspect.exec(text)) {
    const start = text.lastIndexOf('\n', match.index) + 1;
    if (isMalformed(start)) return start;
    suspect.lastIndex = Math.max(suspect.lastIndex - 1, lineEnd(text, start));
  }
  return -1;
}

/** The offset of the line feed that ends the line; the length of the text for a last line without one. */
export function lineEnd(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  return feed < 0 ? text.length : feed;
}
