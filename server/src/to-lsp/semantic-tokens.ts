import type { Source } from '@smtpd-conf/grammar';
import type { SemanticTokensDelta } from 'vscode-languageserver';
import { type SemanticToken, TOKEN_MODIFIERS, TOKEN_TYPES } from '../features/semantic-tokens.js';
import { toPosition } from './positions.js';

/** Five numbers a token, relative to the one before it; a token of several lines has one part on each. */
export function encodeTokens(tokens: readonly SemanticToken[], source: Source): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, end, type, modifiers } of tokens) {
    const bits = modifiers.reduce((sum, modifier) => sum + 2 ** TOKEN_MODIFIERS.indexOf(modifier), 0);
    for (const part of lineParts(source.text, start, end)) {
      const at = toPosition(source, part.start);
      const column = at.line === line ? at.character - character : at.character;
      data.push(at.line - line, column, part.end - part.start, TOKEN_TYPES.indexOf(type), bits);
      line = at.line;
      character = at.character;
    }
  }
  return data;
}

function lineParts(text: string, start: number, end: number): readonly { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let from = start;
  while (from < end) {
    const feed = text.indexOf('\n', from);
    const to = feed === -1 || feed > end ? end : feed;
    if (to > from) parts.push({ start: from, end: text[to - 1] === '\r' ? to - 1 : to });
    from = to + 1;
  }
  return parts.filter((part) => part.end > part.start);
}

/** What has to be changed of one list of numbers to get another: one stretch. */
export function tokensDelta(before: readonly number[], after: readonly number[]): SemanticTokensDelta['edits'] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const deleteCount = before.length - start - tail;
  const data = after.slice(start, after.length - tail);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
