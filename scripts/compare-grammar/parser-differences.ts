import { Automaton, type State } from './automaton.js';
import type { Difference } from './difference.js';
import { type Grammar, rule } from './grammar.js';
import type { OurParser } from './our-parser.js';

const END = '(end)';

/**
 * Whether our parser reads what the yacc file reads. In each state of the yacc grammar each terminal is tried after the
 * shortest sentence that leads there: either both go on with it or neither does, and a statement ends for both or for
 * neither. After each other step into the state, what yacc reads is tried again. Each disagreement is told once.
 */
export function parserDifferences(yacc: Grammar, ours: OurParser): { differences: Difference[]; compared: number } {
  const { stackTraceLimit } = Error;
  // Our parser makes an error for each refusal; their stack traces would take half of the time.
  Error.stackTraceLimit = 0;
  try {
    return walk(new Automaton(yacc, [rule(yacc.statement)]), ours);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function walk(automaton: Automaton, ours: OurParser): { differences: Difference[]; compared: number } {
  const disagreed = new Map<State, Set<string>>();
  const differences: Difference[] = [];
  let compared = 0;
  const compare = (
    state: State,
    next: string,
    sentence: readonly string[],
    yaccReads: boolean,
    weRead: boolean,
  ): void => {
    compared++;
    if (yaccReads === weRead || disagreed.get(state)?.has(next)) return;
    disagreed.set(state, new Set([...(disagreed.get(state) ?? []), next]));
    differences.push({ side: yaccReads ? 'yacc' : 'ours', place: 'parser', text: sentence.join(' ') });
  };

  let sentences: { state: State; words: readonly string[] }[] = [{ state: automaton.start, words: [] }];
  const expanded = new Set<State>();
  while (sentences.length > 0) {
    const longer: typeof sentences = [];
    for (const { state, words } of sentences) {
      const isShortest = !expanded.has(state);
      expanded.add(state);
      if (words.length > 0) compare(state, END, [...words, END], state.accepts, ours.read(words) === 'whole');
      for (const terminal of ours.terminals) {
        const next = automaton.step(state, terminal);
        if (next === undefined && !isShortest) continue;
        const sentence = [...words, terminal];
        const weRead = ours.read(sentence) !== 'refused';
        compare(state, terminal, sentence, next !== undefined, weRead);
        if (next !== undefined && weRead && isShortest) longer.push({ state: next, words: sentence });
      }
    }
    sentences = longer;
  }
  return { differences, compared };
}
