import type { Statement } from '../ast/statement.js';
import type { Token } from '../lexer/token.js';
import { asSource, type ParseOptions, readStatements, wordsOf } from '../parser/parse.js';
import type { Source } from '../text/source.js';
import type { Span } from '../text/span.js';
import { TextBuilder } from '../text/text-builder.js';
import { formatGap, type Gap } from './gap.js';

type FormatOptions = Omit<ParseOptions, 'memory'>;

/** How often a statement that came out with another meaning is left as it was before the whole file is. */
const MOST_ATTEMPTS = 8;

/**
 * A file in the usual layout: one space between words, one tab before continued lines, at most one empty line, no white
 * space at line ends. Comments stay. Statements with errors stay as they are. What was formatted is read again, and a
 * statement that would then mean something else is left alone, so that formatting never changes a meaning.
 */
export function format(text: string | Source, options: FormatOptions = {}): string {
  const source = asSource(text);
  const left = new Set<number>();
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const formatted = layOutAll(source, options, left);
    const changed = changedStatements(source, asSource(formatted), options);
    if (changed.length === 0) return formatted;
    const known = left.size;
    for (const index of changed) left.add(index);
    if (left.size === known) break;
  }
  return source.text;
}

/** `left`: the statements, by number, that stay as they are, with the gap before them. */
function layOutAll(source: Source, options: FormatOptions, left: ReadonlySet<number>): string {
  const { text } = source;
  /** Those that have not been written yet: one statement is held at a time. */
  let comments: Span[] = [];
  const out = new TextBuilder();
  let at = 0;
  let index = -1;
  for (const statement of readStatements(source, options, (comment) => comments.push(comment))) {
    index++;
    const words = wordsOf(statement.tokens);
    const [first] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) continue;
    const verbatim = left.has(index);
    const place = at === 0 ? 'first' : 'between';
    const before: Gap = { source, comments, start: at, end: first.start, place, left: '', right: '' };
    out.add(verbatim ? text.slice(at, first.start) : formatGap(before));
    const kept = verbatim || statement.error !== undefined;
    out.add(kept ? text.slice(first.start, last.end) : formatWords(source, comments, words));
    at = last.end;
    comments = comments.filter(({ start }) => start >= at);
  }
  const place = at === 0 ? 'only' : 'last';
  out.add(formatGap({ source, comments, start: at, end: text.length, place, left: '', right: '' }));
  return out.text;
}

function formatWords(source: Source, comments: readonly Span[], words: readonly Span[]): string {
  const { text } = source;
  let out = '';
  let before: Span | undefined;
  let passed = 0;
  for (const word of words) {
    const written = text.slice(word.start, word.end);
    if (before !== undefined) {
      const left = text.slice(before.start, before.end);
      const from = passed;
      while (passed < comments.length && (comments[passed] as Span).start < word.start) passed++;
      const own = comments.slice(from, passed);
      const { end: start } = before;
      out += formatGap({ source, comments: own, start, end: word.start, place: 'within', left, right: written });
    }
    out += written;
    before = word;
  }
  return out;
}

/** The numbers of the statements that differ in their tokens. */
function changedStatements(before: Source, after: Source, options: FormatOptions): number[] {
  const changed: number[] = [];
  const others = readStatements(after, options);
  let index = 0;
  for (const statement of readStatements(before, options)) {
    const other = others.next();
    if (other.done || !meansTheSame(statement, other.value)) changed.push(index);
    index++;
    // From here on the numbers do not correspond.
    if (other.done) return changed.slice(0, 1);
  }
  if (others.next().done) return changed;
  return [changed[0] ?? index - 1];
}

function meansTheSame(one: Statement, other: Statement): boolean {
  if (one.error?.index !== other.error?.index || one.tokens.length !== other.tokens.length) return false;
  return one.tokens.every((token, index) => {
    const { type, text } = other.tokens[index] as Token;
    return token.type === type && token.text === text;
  });
}
