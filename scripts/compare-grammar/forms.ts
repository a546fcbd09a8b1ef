import { bracesKind, closingBrace } from './braces.js';
import {
  type Alternative,
  type Grammar,
  type GrammarSymbol,
  isRule,
  isTerminal,
  UnreadableGrammar,
} from './grammar.js';

/** A place in a statement that several forms can fill: any number of them (a list), or exactly one (a choice). */
interface Place {
  readonly kind: 'list' | 'choice';
  /** The rule that stands there. */
  readonly rule: string;
  readonly forms: ReadonlySet<string>;
}

/** A piece of a statement: a word, a kind of value, or a place. */
type Piece = string | Place;
type Pieces = readonly Piece[];

/** A statement's form: its words, with `[…]` where a place is. */
export interface StatementForm {
  readonly text: string;
  readonly places: readonly Place[];
}

const HOLE = '[…]';

/** All statements of a grammar by their text. */
export function statementForms(grammar: Grammar): Map<string, StatementForm> {
  const forms = new Map<string, StatementForm>();
  for (const pieces of new Expansion(grammar).of({ kind: 'rule', name: grammar.statement })) {
    const text = pieces.map((piece) => (typeof piece === 'string' ? piece : HOLE)).join(' ');
    const places = pieces.filter((piece) => typeof piece !== 'string');
    const before = forms.get(text)?.places;
    forms.set(text, { text, places: before ? places.map((place, at) => union(place, before[at])) : places });
  }
  return forms;
}

function union(place: Place, other: Place | undefined): Place {
  return { ...place, forms: new Set([...place.forms, ...(other?.forms ?? [])]) };
}

/** The kinds of value, by all that a rule stands for. */
const VALUES: ReadonlyMap<string, string> = new Map([
  [' | !', '[!]'],
  ['< STRING > | ENTRIES | STRING', 'TABLE'],
]);

/** Writes out what rules stand for. */
class Expansion {
  private readonly known = new Map<string, readonly Pieces[]>();
  private readonly open = new Set<string>();

  constructor(private readonly grammar: Grammar) {}

  of(symbol: GrammarSymbol): readonly Pieces[] {
    const { kind, name } = symbol;
    if (kind === 'terminal') return [[name]];
    let pieces = this.known.get(name);
    if (pieces === undefined) {
      if (this.open.has(name)) throw new UnreadableGrammar(`rule ${name}: contains itself by way of other rules`);
      this.open.add(name);
      pieces = this.ofRule(name, this.grammar.rules.get(name) ?? []);
      this.open.delete(name);
      this.known.set(name, pieces);
    }
    return pieces;
  }

  private ofRule(name: string, alternatives: readonly Alternative[]): readonly Pieces[] {
    const repeats = ({ symbols }: Alternative): boolean => symbols.some((symbol) => isRule(symbol, name));
    if (alternatives.some(repeats)) {
      const bases = alternatives.filter((alternative) => !repeats(alternative));
      return [[this.ofRepetition(name, alternatives.filter(repeats), bases)]];
    }
    const pieces = alternatives.flatMap((alternative) => this.ofAlternative(alternative));
    const plain = pieces.every((some) => some.every((piece) => typeof piece === 'string'));
    const value = plain ? VALUES.get([...new Set(pieces.map(textOf))].sort(byText).join(' | ')) : undefined;
    return value === undefined ? pieces : [[value]];
  }

  /** A rule that contains itself, at its beginning or its end: a list of options, or of delays. */
  private ofRepetition(name: string, repeating: readonly Alternative[], bases: readonly Alternative[]): Piece {
    const once = repeating.map(({ symbols }) => {
      if (isRule(symbols[0], name)) return symbols.slice(1);
      if (isRule(symbols.at(-1), name)) return symbols.slice(0, -1);
      throw new UnreadableGrammar(`rule ${name}: contains itself in its middle`);
    });
    if (once.some((symbols) => symbols.some((symbol) => isRule(symbol, name)))) {
      throw new UnreadableGrammar(`rule ${name}: contains itself twice`);
    }
    if (bases.every(({ symbols }) => symbols.length === 0)) {
      return { kind: 'list', rule: name, forms: this.texts(name, once) };
    }
    const isComma = (symbol: GrammarSymbol): boolean => isTerminal(symbol, ',');
    const item = [
      ...this.texts(
        name,
        once.map((symbols) => symbols.filter((symbol) => !isComma(symbol))),
      ),
    ];
    const first = [
      ...this.texts(
        name,
        bases.map(({ symbols }) => symbols),
      ),
    ];
    if (once.every((symbols) => symbols.some(isComma)) && item.join() === 'STRING' && first.join() === 'STRING') {
      return 'DELAYS';
    }
    throw new UnreadableGrammar(`rule ${name}: neither a list of options nor one of strings with commas`);
  }

  private texts(name: string, alternatives: readonly (readonly GrammarSymbol[])[]): Set<string> {
    const pieces = alternatives.flatMap((symbols) => this.ofAlternative({ symbols }));
    return this.textsOf(name, pieces);
  }

  private textsOf(name: string, all: readonly Pieces[]): Set<string> {
    if (all.some((pieces) => pieces.some((piece) => typeof piece !== 'string'))) {
      throw new UnreadableGrammar(`rule ${name}: a list within a list`);
    }
    return new Set(all.map(textOf));
  }

  private ofAlternative({ symbols, names }: Alternative): readonly Pieces[] {
    if (names !== undefined) {
      const [, ...rest] = symbols;
      return names.map((name) => [name, ...rest.map((symbol) => symbol.name)]);
    }
    const columns = this.columns(symbols);
    const choices = columns.filter(({ pieces }) => pieces.length > 1);
    // Where several things are open at once, they stand side by side: their combinations would tell nothing more.
    const narrowed = columns.map(({ rule, pieces }): readonly Pieces[] =>
      choices.length > 1 && pieces.length > 1
        ? [[{ kind: 'choice', rule, forms: this.textsOf(rule, pieces) }]]
        : pieces,
    );
    return narrowed.reduce<readonly Pieces[]>(
      (lines, column) => lines.flatMap((line) => column.map((pieces) => [...line, ...pieces])),
      [[]],
    );
  }

  /** What each symbol stands for; braces and what they hold are one value. */
  private columns(symbols: readonly GrammarSymbol[]): { rule: string; pieces: readonly Pieces[] }[] {
    const columns: { rule: string; pieces: readonly Pieces[] }[] = [];
    for (let at = 0; at < symbols.length; at++) {
      const symbol = symbols[at] as GrammarSymbol;
      if (isTerminal(symbol, '{')) {
        const close = closingBrace(symbols, at);
        columns.push({ rule: '', pieces: [[bracesKind(this.grammar, symbols.slice(at + 1, close))]] });
        at = close;
      } else columns.push({ rule: symbol.name, pieces: this.of(symbol) });
    }
    return columns;
  }
}

function textOf(pieces: Pieces): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : HOLE)).join(' ');
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
