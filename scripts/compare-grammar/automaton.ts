import { type Alternative, type Grammar, type GrammarSymbol, isRule, rule } from './grammar.js';

/** How far the reading of a sentence has come. States that go on alike are the same object. */
export interface State {
  /** Whether a sentence may end here. */
  readonly accepts: boolean;
}

/** What is still to be read, the next symbol first. */
type Stack = readonly GrammarSymbol[];

class Node implements State {
  readonly accepts: boolean;
  readonly next = new Map<string, Node | undefined>();

  constructor(readonly stacks: readonly Stack[]) {
    this.accepts = stacks.some((stack) => stack.length === 0);
  }
}

/**
 * Reads sentences of a grammar, all its ways at once. smtpd.conf has no brackets within brackets, so there are finitely
 * many states, and what may come next is known exactly.
 */
export class Automaton {
  private readonly rules: ReadonlyMap<string, readonly Alternative[]>;
  private readonly nodes = new Map<string, Node>();
  readonly start: State;

  /** @param sentence what a sentence consists of */
  constructor(grammar: Grammar, sentence: readonly GrammarSymbol[]) {
    this.rules = withoutLeftRecursion(grammar.rules);
    this.start = this.nodeOf([sentence]);
  }

  /** The state after one more terminal, or undefined where no sentence goes on with it. */
  step(state: State, terminal: string): State | undefined {
    const { next, stacks } = state as Node;
    if (!next.has(terminal)) {
      const rests = stacks.filter(([top]) => top?.name === terminal).map((stack) => stack.slice(1));
      next.set(terminal, rests.length === 0 ? undefined : this.nodeOf(rests));
    }
    return next.get(terminal);
  }

  reads(sentence: readonly string[]): boolean {
    let state: State | undefined = this.start;
    for (const terminal of sentence) state = state && this.step(state, terminal);
    return state?.accepts ?? false;
  }

  private nodeOf(stacks: readonly Stack[]): Node {
    const open = this.unfold(stacks);
    const key = [...open.keys()].sort().join(' | ');
    const node = this.nodes.get(key) ?? new Node([...open.values()]);
    this.nodes.set(key, node);
    return node;
  }

  /** Replaces each rule on top of a stack by what it stands for, until each has a terminal on top or is empty. */
  private unfold(stacks: readonly Stack[]): Map<string, Stack> {
    const seen = new Set<string>();
    const result = new Map<string, Stack>();
    const pending = [...stacks];
    for (let stack = pending.pop(); stack !== undefined; stack = pending.pop()) {
      const key = stack.map(({ kind, name }) => (kind === 'rule' ? `<${name}>` : name)).join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      const [top, ...rest] = stack;
      if (top?.kind !== 'rule') result.set(key, stack);
      else for (const { symbols } of this.rules.get(top.name) ?? []) pending.push([...symbols, ...rest]);
    }
    return result;
  }
}

/** `a: a x | y` becomes `a: y a'` and `a': x a' | `, which says the same. */
function withoutLeftRecursion(
  rules: ReadonlyMap<string, readonly Alternative[]>,
): ReadonlyMap<string, readonly Alternative[]> {
  const result = new Map(rules);
  for (const [name, alternatives] of rules) {
    const isRecursive = ({ symbols }: Alternative): boolean => isRule(symbols[0], name);
    if (!alternatives.some(isRecursive)) continue;
    const more = rule(`${name}'`);
    const rest = alternatives.filter(isRecursive).map(({ symbols }) => ({ symbols: [...symbols.slice(1), more] }));
    const base = alternatives.filter((alternative) => !isRecursive(alternative));
    result.set(
      name,
      base.map(({ symbols }) => ({ symbols: [...symbols, more] })),
    );
    result.set(more.name, [...rest, { symbols: [] }]);
  }
  return result;
}
