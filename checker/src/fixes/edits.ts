import { type Place, writeWord } from '@smtpd-conf/compiler';
import type { Statement, Token } from '@smtpd-conf/grammar';
import type { Edit, Fix } from '../finding.js';

/** One fix in a list, or none where one of its edits cannot be made. */
export function fix(safety: Fix['safety'], title: string, ...edits: readonly (Edit | undefined)[]): Fix[] {
  const possible = edits.filter((edit) => edit !== undefined);
  return possible.length === edits.length ? [{ title, safety, edits: possible }] : [];
}

/** Writes a string in the place of a token; not where a macro put the token there, or where it cannot be written. */
export function replaceWith(token: Token, value: string): Edit | undefined {
  const word = writeWord(value);
  return 'text' in word ? replaceText(token, word.text) : undefined;
}

/** Puts text, as it is, in the place of a token; not where a macro put the token there. */
export function replaceText(token: Token, text: string): Edit | undefined {
  if (token.expandedFrom !== undefined) return undefined;
  return { source: token.source, start: token.start, end: token.end, text };
}

/** Inserts text, as it is, after a token; after a macro where that put it there. */
export function insertAfter(token: Token, text: string): Edit {
  return { source: token.source, start: token.end, end: token.end, text };
}

/** Takes tokens that follow each other out of a statement, with the white space before them. */
export function removeTokens(tokens: readonly Token[]): Edit | undefined {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first === undefined || last === undefined || first.source !== last.source) return undefined;
  if (tokens.some((token) => token.expandedFrom !== undefined)) return undefined;
  let { start } = first;
  while (/[ \t]/.test(first.source.text[start - 1] ?? '')) start--;
  return { source: first.source, start, end: last.end, text: '' };
}

/** Takes a statement out, and its line where nothing else stands on it; a comment behind it stays. */
export function removeStatement(statement: Statement): Edit | undefined {
  const [first] = statement.tokens;
  const last = statement.tokens.at(-1);
  if (first === undefined || last === undefined || first.source !== last.source) return undefined;
  const { text } = first.source;
  let { start } = first;
  let { end } = last;
  while (/[ \t]/.test(text[start - 1] ?? '')) start--;
  while (/[ \t]/.test(text[end] ?? '')) end++;
  const alone = (start === 0 || text[start - 1] === '\n') && (end === text.length || text[end] === '\n');
  if (!alone) return { source: first.source, start: first.start, end, text: '' };
  return { source: first.source, start, end: Math.min(end + 1, text.length), text: '' };
}

/** Takes a comment out with the white space before it, and its line where nothing else stands on it. */
export function removeComment({ source, start, end }: Place): Edit {
  const { text } = source;
  let from = start;
  while (/[ \t]/.test(text[from - 1] ?? '')) from--;
  const alone = from === 0 || text[from - 1] === '\n';
  return { source, start: from, end: alone && text[end] === '\n' ? end + 1 : end, text: '' };
}
