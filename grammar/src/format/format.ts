import type { Document } from '../ast/document.js';
import type { Statement } from '../ast/statement.js';
import { type ParseOptions, parse, wordsOf } from '../parser/parse.js';
import type { Source } from '../text/source.js';
import type { Span } from '../text/span.js';
import { formatGap, type Gap } from './gap.js';

/** How often a statement that came out with another meaning is left as it was before the whole file is. */
const MOST_ATTEMPTS = 8;

/**
 * A file in the usual layout: one space between words, one tab before continued lines, at most one empty line, no white
 * space at line ends. Comments stay. Statements with errors stay as they are. What was formatted is read again, and a
 * statement that would then mean something else is left alone, so that formatting never changes a meaning.
 */
export function format(text: string | Source, options: ParseOptions = {}): string {
  const { ast } = parse(text, options);
  const left = new Set<number>();
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const formatted = formatDocument(ast, left);
    const changed = changedStatements(ast.statements, parse(formatted, options).ast.statements);
    if (changed.length === 0) return formatted;
    const known = left.size;
    for (const index of changed) left.add(index);
    if (left.size === known) break;
  }
  return ast.source.text;
}

/** `left`: the statements, by number, that stay as they are, with the gap before them. */
function formatDocument(document: Document, left: ReadonlySet<number>): string {
  const { source, statements } = document;
  const { text } = source;
  let out = '';
  let at = 0;
  for (const [index, statement] of statements.entries()) {
    const words = wordsOf(statement.tokens);
    const [first] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) continue;
    const verbatim = left.has(index);
    const before: Gap = {
      document,
      start: at,
      end: first.start,
      place: at === 0 ? 'first' : 'between',
      left: '',
      right: '',
    };
    out += verbatim ? text.slice(at, first.start) : formatGap(before);
    out += verbatim || statement.error ? text.slice(first.start, last.end) : formatWords(document, words);
    at = last.end;
  }
  const place = at === 0 ? 'only' : 'last';
  return out + formatGap({ document, start: at, end: text.length, place, left: '', right: '' });
}

function formatWords(document: Document, words: readonly Span[]): string {
  const { text } = document.source;
  let out = '';
  let before: Span | undefined;
  for (const word of words) {
    const written = text.slice(word.start, word.end);
    if (before !== undefined) {
      const left = text.slice(before.start, before.end);
      out += formatGap({ document, start: before.end, end: word.start, place: 'within', left, right: written });
    }
    out += written;
    before = word;
  }
  return out;
}

/** The numbers of the statements that differ in their tokens. */
function changedStatements(before: readonly Statement[], after: readonly Statement[]): number[] {
  const changed: number[] = [];
  for (let index = 0; index < before.length; index++) {
    if (meaningOf(before[index]) !== meaningOf(after[index])) {
      changed.push(index);
      // From here on the numbers do not correspond.
      if (before.length !== after.length) break;
    }
  }
  if (changed.length === 0 && after.length > before.length) changed.push(before.length - 1);
  return changed;
}

function meaningOf(statement: Statement | undefined): string {
  if (statement === undefined) return '';
  return JSON.stringify([statement.error?.index, statement.tokens.map(({ type, text }) => [type, text])]);
}
