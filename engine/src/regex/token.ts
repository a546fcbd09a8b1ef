import type { PatternText } from './pattern-text.js';

/** Places between bytes: those of the text, of a line (see anchor.ts) and of words. */
export type Anchor =
  | 'first'
  | 'last'
  | 'line-first'
  | 'line-last'
  | 'word-first'
  | 'word-last'
  | 'word-edge'
  | 'no-word-edge';

/** What regcomp.c:peek_token makes of the next bytes, for RE_SYNTAX_POSIX_EXTENDED. */
export type Token =
  | { readonly type: 'byte'; readonly byte: number }
  | { readonly type: 'anchor'; readonly anchor: Anchor }
  | { readonly type: 'back-reference'; readonly group: number }
  | {
      readonly type:
        | 'any'
        | 'word'
        | 'not-word'
        | 'space'
        | 'not-space'
        | 'bracket'
        | 'alternative'
        | 'backslash'
        | 'end';
    }
  /** These three stand for their byte where they mean nothing. */
  | { readonly type: 'open' | 'close' | 'repeat' | 'open-count' | 'close-count'; readonly byte: number };

const END: Token = { type: 'end' };
const BACKSLASH: Token = { type: 'backslash' };

/** GNU's escapes; any other character after a backslash is itself. */
const ESCAPED: Readonly<Record<string, Token>> = {
  '<': { type: 'anchor', anchor: 'word-first' },
  '>': { type: 'anchor', anchor: 'word-last' },
  b: { type: 'anchor', anchor: 'word-edge' },
  B: { type: 'anchor', anchor: 'no-word-edge' },
  '`': { type: 'anchor', anchor: 'first' },
  "'": { type: 'anchor', anchor: 'last' },
  w: { type: 'word' },
  W: { type: 'not-word' },
  s: { type: 'space' },
  S: { type: 'not-space' },
};

const PLAIN: Readonly<Record<string, Token>> = {
  '^': { type: 'anchor', anchor: 'line-first' },
  $: { type: 'anchor', anchor: 'line-last' },
  '.': { type: 'any' },
  '[': { type: 'bracket' },
  '|': { type: 'alternative' },
  '(': { type: 'open', byte: 0x28 },
  ')': { type: 'close', byte: 0x29 },
  '*': { type: 'repeat', byte: 0x2a },
  '+': { type: 'repeat', byte: 0x2b },
  '?': { type: 'repeat', byte: 0x3f },
  '{': { type: 'open-count', byte: 0x7b },
  '}': { type: 'close-count', byte: 0x7d },
};

/** Takes the next token. */
export function nextToken(text: PatternText): Token {
  if (text.ended) return END;
  const byte = text.peek();
  text.at++;
  if (byte !== 0x5c) return PLAIN[String.fromCharCode(byte)] ?? { type: 'byte', byte };
  if (text.ended) return BACKSLASH;
  const escaped = text.raw();
  text.at++;
  if (escaped >= 0x31 && escaped <= 0x39) return { type: 'back-reference', group: escaped - 0x31 };
  return ESCAPED[String.fromCharCode(escaped)] ?? { type: 'byte', byte: escaped };
}
