import { EmbeddedActionsParser, type ParserMethod } from 'chevrotain';
import { TokenType } from '../lexer/token.js';
import { GRAMMAR_TYPES, type GrammarToken, grammarToken, KEYWORD } from './grammar-tokens.js';
import { NONE } from './shape.js';

export type Rule = ParserMethod<[], void>;

/** Chevrotain, as the engine that runs the rules of a grammar. The program's bundle has `prepared-engine` in its place. */
export abstract class RuleEngine extends EmbeddedActionsParser {
  /** @param validate whether Chevrotain checks the grammar for mistakes; a test does, a start need not */
  constructor(validate: boolean) {
    super([...GRAMMAR_TYPES, KEYWORD], { maxLookahead: 1, skipValidations: !validate, recoveryEnabled: false });
  }

  /** Runs a rule over all of a statement; the index of the token that has no place (their number at the end), or NONE. */
  protected run(rule: Rule, types: readonly number[]): number {
    this.input = types.map(grammarToken);
    rule.call(this);
    const [error] = this.errors;
    if (error === undefined) return NONE;
    // The end of input is Chevrotain's own token, which has no offset.
    return Number.isNaN(error.token.startOffset) ? types.length : error.token.startOffset;
  }

  /** The lexer's type of the next token; End at the end. */
  protected nextType(): number {
    return (this.LA(1) as Partial<GrammarToken>).lexerType ?? TokenType.End;
  }
}
