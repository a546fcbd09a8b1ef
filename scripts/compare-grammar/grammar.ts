/**
 * A word or sign as it stands in a file, STRING, NUMBER or a kind of value, or the name of a rule.
 * A line feed is written `\n`, as in yacc.
 */
export interface GrammarSymbol {
  readonly kind: 'terminal' | 'rule';
  readonly name: string;
}

/** One way to write what a rule stands for. */
export interface Alternative {
  readonly symbols: readonly GrammarSymbol[];
  /** The strings that the daemon's code allows where the first symbol, a STRING, stands; absent where it allows any. */
  readonly names?: readonly string[];
}

/** A grammar without its code, whether read from a yacc file or built from the language tables. */
export interface Grammar {
  /** The rule for one statement, without the line feed that ends it. */
  readonly statement: string;
  readonly rules: ReadonlyMap<string, readonly Alternative[]>;
}

/** All that is compared. */
export interface Language {
  readonly grammar: Grammar;
  /** The reserved words, used in the grammar or not. */
  readonly keywords: ReadonlySet<string>;
}

export const NEWLINE = '\\n';

export const terminal = (name: string): GrammarSymbol => ({ kind: 'terminal', name });

export const rule = (name: string): GrammarSymbol => ({ kind: 'rule', name });

export function isTerminal(symbol: GrammarSymbol | undefined, name: string): boolean {
  return symbol?.kind === 'terminal' && symbol.name === name;
}

export function isRule(symbol: GrammarSymbol | undefined, name: string): boolean {
  return symbol?.kind === 'rule' && symbol.name === name;
}

/** A yacc file, or the grammar in it, that these scripts cannot read; more than the language has changed. */
export class UnreadableGrammar extends Error {}
