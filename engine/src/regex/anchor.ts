import { WORD_BYTES } from './byte-set.js';
import type { Anchor } from './token.js';

/** What lies on one side of a place between bytes. */
export const EDGE = 0;
export const NO_WORD = 1;
const WORD = 2;
const LINE_FEED = 3;
export type Side = typeof EDGE | typeof NO_WORD | typeof WORD | typeof LINE_FEED;

/**
 * REG_NEWLINE is not set, and yet glibc's automaton sees lines, but only from the inside of a match: `^` holds behind a line
 * feed that the match has read, and `$` before one that it goes on to read. Neither holds at the ends of a match because of
 * a line feed outside (regexec.c: build_trtable against re_string_context_at).
 */
export function insideOf(byte: number): Side {
  return byte === 0x0a ? LINE_FEED : outsideOf(byte);
}

/** The same byte where a match begins behind it or ends before it. */
export function outsideOf(byte: number): Side {
  return WORD_BYTES[byte] ? WORD : NO_WORD;
}

/** Whether an anchor holds between `before` and `after` (regex_internal.h: re_context_type). */
export function holds(anchor: Anchor, before: Side, after: Side): boolean {
  switch (anchor) {
    case 'first':
      return before === EDGE;
    case 'last':
      return after === EDGE;
    case 'line-first':
      return before === EDGE || before === LINE_FEED;
    case 'line-last':
      return after === EDGE || after === LINE_FEED;
    case 'word-first':
      return before !== WORD && after === WORD;
    case 'word-last':
      return before === WORD && after !== WORD;
    case 'word-edge':
      return (before === WORD) !== (after === WORD);
    case 'no-word-edge':
      return (before === WORD) === (after === WORD);
  }
}
