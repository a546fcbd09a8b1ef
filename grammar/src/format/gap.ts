import { DONE_EXPAND, START_EXPAND } from '../lexer/characters.js';
import type { Source } from '../text/source.js';
import type { Span } from '../text/span.js';

/** What stands between two words. */
export interface Gap extends Span {
  readonly source: Source;
  /** Comments in the order of the file; those that do not stand in the gap do not count. */
  readonly comments: readonly Span[];
  /** Before the first statement, between statements, after the last, within a statement; `only`: there is no statement. */
  readonly place: 'first' | 'between' | 'last' | 'only' | 'within';
  /** The words on both sides, within a statement. */
  readonly left: string;
  readonly right: string;
}

const INDENT = '\t';
const MACRO_MARKS = String.fromCharCode(START_EXPAND, DONE_EXPAND);

/** The usual form of a gap; the gap as it is where it holds anything unusual. */
export function formatGap(gap: Gap): string {
  const written = gap.source.text.slice(gap.start, gap.end);
  const comments = gap.comments.filter(({ start }) => start >= gap.start && start < gap.end);
  if (gap.place === 'within' && comments.length === 0 && !written.includes('\n')) {
    return /^[ \t]*$/.test(written) ? separator(gap.left, gap.right) : written;
  }
  if (gap.place === 'within' && /^[ \t]*(?:\\\n[ \t]*)+$/.test(written)) return ` \\\n${INDENT}`;
  const items = itemsOf(written, gap, comments);
  return items === undefined ? written : layOut(items, gap);
}

/** The one space between words, or none where signs stand close. */
function separator(left: string, right: string): string {
  if (left === '<' || right === '>' || right === ',' || left === '!') return '';
  return ' ';
}

interface Item {
  /** Line feeds before it since the item before. */
  readonly lines: number;
  /** A comment; '' for the word that follows the gap. */
  readonly text: string;
}

/** The comments of a gap with the line feeds between them; undefined where there is anything else but white space. */
function itemsOf(written: string, gap: Gap, comments: readonly Span[]): Item[] | undefined {
  const items: Item[] = [];
  let at = gap.start;
  const { text } = gap.source;
  for (const comment of comments) {
    const lines = countLines(text.slice(at, comment.start));
    if (lines === undefined) return undefined;
    items.push({ lines, text: trimmed(text.slice(comment.start, comment.end)) });
    at = comment.end;
  }
  const lines = countLines(written.slice(at - gap.start));
  if (lines === undefined) return undefined;
  items.push({ lines, text: '' });
  return items;
}

function countLines(white: string): number | undefined {
  return /^[ \t\n]*$/.test(white) ? white.split('\n').length - 1 : undefined;
}

/** White space at the end goes, but for what keeps a backslash from joining the next line. */
function trimmed(comment: string): string {
  const short = comment.replace(/[ \t]+$/, '');
  return joinsLines(short) ? comment : short;
}

/** Whether a line feed behind a comment would be part of it. The daemon passes over the bytes that it marks macros with. */
function joinsLines(comment: string): boolean {
  let end = comment.length;
  while (end > 0 && MACRO_MARKS.includes(comment.charAt(end - 1))) end -= 1;
  return comment.charAt(end - 1) === '\\';
}

function layOut(items: readonly Item[], gap: Gap): string {
  let out = '';
  for (const [index, { lines, text }] of items.entries()) {
    const end = text === '';
    const atStart = index === 0 && (gap.place === 'first' || gap.place === 'only');
    if (end && (gap.place === 'last' || gap.place === 'only')) {
      const open = joinsLines(items.at(-2)?.text ?? '') && lines === 0;
      if ((out !== '' || gap.place === 'last') && !open) out += '\n';
      continue;
    }
    if (atStart) {
      // Nothing comes before: no empty line either.
    } else if (lines === 0) out += index === 0 || !end ? ' ' : '';
    else out += lines > 1 ? '\n\n' : '\n';
    if (gap.place === 'within' && lines > 0) out += end && gap.right === '}' ? '' : INDENT;
    out += text;
  }
  return out;
}
