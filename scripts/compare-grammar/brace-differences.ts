import { type BracesKind, braceContents, bracesOf } from './braces.js';
import { type Difference, setDifferences } from './difference.js';
import type { Grammar } from './grammar.js';
import type { OurParser } from './our-parser.js';

/** A statement with each kind of braces. */
const STATEMENTS: Readonly<Record<BracesKind, readonly string[]>> = {
  FILTERS: ['listen', 'on', 'STRING', 'filter'],
  ENTRIES: ['table', 'STRING'],
};

/** Where commas and line feeds may stand in braces; rules that differ in the same way are told of together. */
export function braceDifferences(yacc: Grammar, ours: OurParser): { differences: Difference[]; compared: number } {
  const byDifference = new Map<string, { rules: string[]; differences: Difference[] }>();
  let compared = 0;
  for (const { rule, kind, reads } of bracesOf(yacc)) {
    const contents = braceContents(kind);
    const theirs = contents.filter((content) => reads(content));
    const known = contents.filter((content) => ours.read([...STATEMENTS[kind], '{', ...content, '}']) === 'whole');
    const differences = setDifferences('', texts(theirs), texts(known));
    const key = differences.map(({ side, text }) => side + text).join();
    const same = byDifference.get(key) ?? { rules: [], differences };
    byDifference.set(key, { ...same, rules: [...same.rules, rule] });
    compared += contents.length;
  }
  const differences = [...byDifference.values()].flatMap((some) =>
    some.differences.map((difference) => ({ ...difference, place: `braces in ${some.rules.join(', ')}` })),
  );
  return { differences, compared };
}

const texts = (contents: readonly (readonly string[])[]): Set<string> =>
  new Set(contents.map((content) => ['{', ...content, '}'].join(' ')));
