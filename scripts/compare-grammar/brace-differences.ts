import { type BracesKind, braceContents, bracesOf } from './braces.js';
import { type Difference, distinct, setDifferences } from './difference.js';
import type { Grammar } from './grammar.js';
import type { OurParser } from './our-parser.js';

/** A statement with each kind of braces. */
const STATEMENTS: Readonly<Record<BracesKind, readonly string[]>> = {
  FILTERS: ['listen', 'on', 'STRING', 'filter'],
  ENTRIES: ['table', 'STRING'],
};

/** Where commas and line feeds may stand in braces, in each rule that has any. */
export function braceDifferences(yacc: Grammar, ours: OurParser): { differences: Difference[]; compared: number } {
  const all = bracesOf(yacc).map(({ rule, kind, reads }) => {
    const contents = braceContents(kind);
    const theirs = contents.filter((content) => reads(content));
    const known = contents.filter((content) => ours.read([...STATEMENTS[kind], '{', ...content, '}']) === 'whole');
    return {
      differences: setDifferences(`braces in rule ${rule}`, texts(theirs), texts(known)),
      compared: contents.length,
    };
  });
  return {
    differences: distinct(all.flatMap(({ differences }) => differences)),
    compared: all.reduce((sum, { compared }) => sum + compared, 0),
  };
}

const texts = (contents: readonly (readonly string[])[]): Set<string> =>
  new Set(contents.map((content) => ['{', ...content, '}'].join(' ')));
