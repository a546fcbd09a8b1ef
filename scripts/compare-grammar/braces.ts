import { Automaton } from './automaton.js';
import { type Grammar, type GrammarSymbol, isTerminal, UnreadableGrammar } from './grammar.js';

/** What braces can hold: names of filters, or the entries of a table. */
export type BracesKind = 'FILTERS' | 'ENTRIES';

/** One pair of braces in the rules. */
export interface Braces {
  readonly rule: string;
  readonly kind: BracesKind;
  readonly reads: (content: readonly string[]) => boolean;
}

/** Contents that tell where items, commas and line feeds may stand. */
const LISTS: readonly string[] = [
  'STRING',
  'STRING STRING',
  'STRING , STRING',
  'STRING \\n STRING',
  'STRING \\n \\n STRING',
  'STRING , \\n STRING',
  'STRING , \\n \\n STRING',
  'STRING \\n , STRING',
  'STRING , , STRING',
  '\\n STRING',
  '\\n \\n STRING',
  'STRING \\n',
  'STRING \\n \\n',
  'STRING , STRING \\n',
  ', STRING',
  'STRING ,',
  'STRING , \\n',
];

const MIXED: readonly string[] = [
  'STRING => STRING',
  'STRING => STRING , STRING = STRING',
  'STRING , STRING = STRING',
  'STRING = STRING , STRING',
  'STRING \\n = STRING',
  'STRING = \\n STRING',
];

const CONTENTS: Readonly<Record<BracesKind, readonly string[]>> = {
  FILTERS: ['', '\\n', ...LISTS],
  ENTRIES: ['', '\\n', ...LISTS, ...LISTS.map((list) => list.replaceAll('STRING', 'STRING = STRING')), ...MIXED],
};

/** What to try in braces, each a sentence. */
export function braceContents(kind: BracesKind): readonly (readonly string[])[] {
  return CONTENTS[kind].map((content) => content.split(' ').filter((word) => word !== ''));
}

/** Where the brace closes that opens at `open`, both in the same alternative. */
export function closingBrace(symbols: readonly GrammarSymbol[], open: number): number {
  const close = symbols.findIndex((symbol, at) => at > open && isTerminal(symbol, '}'));
  if (close < 0) throw new UnreadableGrammar('a brace opens in one rule and closes in another');
  return close;
}

export function bracesKind(grammar: Grammar, content: readonly GrammarSymbol[]): BracesKind {
  return new Automaton(grammar, content).reads(['STRING', '=', 'STRING']) ? 'ENTRIES' : 'FILTERS';
}

/** All braces in a grammar's rules. */
export function bracesOf(grammar: Grammar): Braces[] {
  return [...grammar.rules].flatMap(([rule, alternatives]) =>
    alternatives.flatMap(({ symbols }): Braces[] => {
      const open = symbols.findIndex((symbol) => isTerminal(symbol, '{'));
      if (open < 0) return [];
      const content = symbols.slice(open + 1, closingBrace(symbols, open));
      const automaton = new Automaton(grammar, content);
      return [{ rule, kind: bracesKind(grammar, content), reads: (sentence) => automaton.reads(sentence) }];
    }),
  );
}
