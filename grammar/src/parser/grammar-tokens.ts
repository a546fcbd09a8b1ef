import { type TokenType as ChevrotainType, createToken, type IToken, Lexer } from 'chevrotain';
import { FIRST_KEYWORD, TokenType } from '../lexer/token.js';

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(TokenType).map(([name, type]) => [type, name]),
);

/** Chevrotain's token types: ours, with one for all keywords, which the clause trees tell apart. */
export const GRAMMAR_TYPES: readonly ChevrotainType[] = Array.from({ length: TokenType.Error + 1 }, (_, type) =>
  createToken({ name: NAMES[type] as string, pattern: Lexer.NA }),
);

export const KEYWORD = createToken({ name: 'Keyword', pattern: Lexer.NA });

/** The Chevrotain type for one of our punctuation, string or number types. */
export function grammarType(type: number): ChevrotainType {
  return GRAMMAR_TYPES[type] as ChevrotainType;
}

/** A token as the grammar sees it: its type and its place in the statement, nothing else. */
export interface GrammarToken extends IToken {
  /** The type of the lexer's token, which tells keywords apart. */
  readonly lexerType: number;
}

/** `startOffset` holds the index in the statement. */
export function grammarToken(type: number, index: number): GrammarToken {
  const tokenType = type >= FIRST_KEYWORD ? KEYWORD : grammarType(type);
  const tokenTypeIdx = tokenType.tokenTypeIdx as number;
  return { image: '', startOffset: index, tokenType, tokenTypeIdx, lexerType: type };
}
