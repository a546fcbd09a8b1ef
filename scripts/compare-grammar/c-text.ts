import { UnreadableGrammar } from './grammar.js';

/** The offset after the comment that begins at `at`, or `at` where none does. */
export function afterComment(text: string, at: number): number {
  if (text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (!text.startsWith('/*', at)) return at;
  const end = text.indexOf('*/', at + 2);
  if (end < 0) throw new UnreadableGrammar(`line ${lineOf(text, at)}: this comment does not end`);
  return end + 2;
}

/** The offset after the string or character literal that begins at `at`. */
export function afterQuoted(text: string, at: number): number {
  const quote = text[at];
  let end = at + 1;
  while (end < text.length && text[end] !== quote && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  if (text[end] !== quote) throw new UnreadableGrammar(`line ${lineOf(text, at)}: this literal does not end`);
  return end + 1;
}

/** The offset after the block of C whose brace opens at `at`; braces in comments and literals do not count. */
export function afterBlock(text: string, at: number): number {
  let depth = 0;
  let position = at;
  while (position < text.length) {
    const sign = text[position];
    const next = afterComment(text, position);
    if (next > position) position = next;
    else if (sign === '"' || sign === "'") position = afterQuoted(text, position);
    else {
      if (sign === '{') depth++;
      if (sign === '}') depth--;
      position++;
      if (depth === 0) return position;
    }
  }
  throw new UnreadableGrammar(`line ${lineOf(text, at)}: this brace is not closed`);
}

/** The same text with its comments blanked, lines kept. */
export function withoutComments(text: string): string {
  let result = '';
  let position = 0;
  while (position < text.length) {
    const next = afterComment(text, position);
    if (next > position) result += text.slice(position, next).replace(/[^\n]+/g, ' ');
    else if (text[position] === '"' || text[position] === "'") {
      const end = afterQuoted(text, position);
      result += text.slice(position, end);
      position = end;
      continue;
    } else result += text[position++];
    position = Math.max(position, next);
  }
  return result;
}

export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
