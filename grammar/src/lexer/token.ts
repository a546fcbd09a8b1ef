import type { Source } from '../text/source.js';

/**
 * The kinds of token that parse.y's yylex returns. Keywords follow from `FIRST_KEYWORD` on, in the order of the keyword
 * table; which words are keywords depends on the version.
 */
export const TokenType = {
  /** End of input, which the daemon also sees where a NUL byte stands outside quotes. */
  End: 0,
  String: 1,
  Number: 2,
  NewLine: 3,
  Equals: 4,
  /** `=>` */
  Arrow: 5,
  Comma: 6,
  BraceOpen: 7,
  BraceClose: 8,
  AngleOpen: 9,
  AngleClose: 10,
  Bang: 11,
  /** Any other byte; no rule of the grammar has a place for one. */
  Other: 12,
  /** The lexer has already complained; no rule has a place for it either. */
  Error: 13,
} as const;

export const FIRST_KEYWORD = 16;

/** Where `$name` stood, and where the macro got the value it had there. */
export interface MacroUse {
  readonly name: string;
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  readonly definition: MacroDefinition;
}

/** A macro's value and the place that set it; `name` and `value` are absent for one set from outside the file. */
export interface MacroDefinition {
  readonly value: string;
  readonly name?: Token;
  readonly token?: Token;
}

/** What the lexer itself has to say, in the daemon's words; `line` as `yylval.lineno` stood. */
export interface LexicalMessage {
  readonly text: string;
  readonly line: number;
  readonly source: Source;
  readonly cause: 'macro-undefined' | 'too-long' | 'number' | 'nul-in-quotes' | 'unterminated';
}

export interface Token {
  readonly type: number;
  /** The value: without quotes, escapes resolved. */
  readonly text: string;
  readonly quoted: boolean;
  readonly source: Source;
  /** UTF-16 offsets in `source`; for a token out of a macro, those of its `$name`. */
  readonly start: number;
  readonly end: number;
  /** `yylval.lineno` after the token was read: the line that the daemon's messages about it carry. */
  readonly line: number;
  readonly expandedFrom: MacroUse | undefined;
  /** Messages that reading this token caused; the daemon has printed them before its parser sees the token. */
  readonly messages: readonly LexicalMessage[] | undefined;
}
