import { keywordType } from '../language/keywords.js';
import { changeToken } from '../lexer/anchored-token.js';
import { FIRST_KEYWORD, type Token, TokenType } from '../lexer/token.js';
import type { LegacyReading } from './clauses.js';
import { BEFORE_NAMES, LEGACY_KEYWORDS, OLDER_KEYWORDS } from './keywords.js';

const TYPES: ReadonlyMap<string, number> = new Map(LEGACY_KEYWORDS.map((word) => [word, keywordType(word)]));

/** lookup() in 6.0.3's parse.y: a keyword's type, or TokenType.String. */
function legacyWordType(word: string): number {
  return TYPES.get(word) ?? TokenType.String;
}

/** Whether a word meant something before 6.4. */
export function isLegacyWord({ text }: Token): boolean {
  return TYPES.has(text) || OLDER_KEYWORDS.has(text);
}

/** Tokens that were read with another release's keywords, as the grammar before 6.4 takes them. */
export function retype(tokens: readonly Token[], reading: LegacyReading): readonly Token[] {
  return tokens.map((token, at) => {
    if (token.quoted || (token.type !== TokenType.String && token.type < FIRST_KEYWORD)) return token;
    const type = reading === 'any' ? typeOf(token, tokens[at - 1]) : legacyWordType(token.text);
    return type === token.type ? token : changeToken(token, { type });
  });
}

function typeOf({ text }: Token, before: Token | undefined): number {
  const after = OLDER_KEYWORDS.get(text);
  if (after === undefined) return legacyWordType(text);
  const previous = before === undefined ? '' : before.quoted ? '"' : before.text;
  const taken = after.includes('*') ? previous !== '' && !BEFORE_NAMES.has(previous) : after.includes(previous);
  return taken ? keywordType(text) : TokenType.String;
}
