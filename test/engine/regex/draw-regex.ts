import fc from 'fast-check';
import type { RegexQuestion } from './c-library.js';

/** Pieces of which a pattern may be made; random joins of them are often wrong, and that is wanted too. */
const PIECES = [
  ...'aabbcAB._-1*+?|()^$.\\{}[],\n\xe9',
  "\\w \\W \\s \\S \\b \\B \\< \\> \\` \\' \\. \\* \\\\ \\a \\{ \\|".split(' '),
  '[ab] [^a] [a-c] []a] [^]a] [a-] [--1] [c-a] [a-c-e] [---] [a---] [[:alpha:]] [^[:upper:]_] [[:lower:]b] [[.a.]] [[=b=]]'.split(
    ' ',
  ),
  '[[:nothing:]] [[.ab.]] [[:digit:]-x] [_-a] [[.-.]-1] [a [[:alpha:] [[. []'.split(' '),
  '{2} {1,2} {0} {,2} {0,1} {2,} {,} {2,1} {x} {32768} {1\\,2} ()'.split(' '),
  '(a|b) (a*) (ab)* (^a) (b$) a|b |a b|'.split(' '),
].flat();

const BACK_REFERENCES = ['\\1', '\\2', '(a)', '(b*)', '(a|ab)'];

/** Well-formed for the most part, so that matching is put to work as well. */
const tree = fc.letrec<{ expression: string; atom: string; branch: string }>((tie) => ({
  expression: fc
    .array(tie('branch'), { minLength: 1, maxLength: 3, depthIdentifier: 'regex' })
    .map((all) => all.join('|')),
  branch: fc.array(tie('atom'), { maxLength: 4, depthIdentifier: 'regex' }).map((all) => all.join('')),
  atom: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'regex' },
    fc.constantFrom('a', 'b', 'c', 'ab', '.', '[ab]', '[^b]', '[[:upper:]]', '\\w', '\\W', '_', '@'),
    fc.constantFrom('^', '$', '\\<', '\\>', '\\b', '\\B', '\\`', "\\'"),
    fc
      .tuple(tie('expression'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '{0}'))
      .map(([inner, times]) => `(${inner})${times}`),
    fc
      .tuple(fc.constantFrom('a', 'b', '.', '[ab]', '\\w'), fc.constantFrom('*', '+', '?', '{2}', '{,2}', '{3}'))
      .map((both) => both.join('')),
  ),
})).expression;

const pieces = (all: readonly string[]) =>
  fc.array(fc.constantFrom(...all), { maxLength: 8 }).map((some) => some.join(''));
const text = fc.array(fc.constantFrom(...'aaabbbcABC_-1 .@\n\xe9'), { maxLength: 12 }).map((all) => all.join(''));

const question = (pattern: fc.Arbitrary<string>): fc.Arbitrary<RegexQuestion> =>
  fc.record({ pattern, ignoreCase: fc.boolean(), texts: fc.array(text, { minLength: 4, maxLength: 8 }) });

export const regexQuestion = question(fc.oneof(tree, pieces(PIECES)));
/** Without line feeds in the texts: of lines the two see different things there, and no key of a table has one. */
export const backReferenceQuestion = question(
  pieces([...BACK_REFERENCES, 'a', 'b', '.', '*', '?', '|', '^', '$', 'c']),
).map(({ texts, ...rest }) => ({ ...rest, texts: texts.map((text) => text.replaceAll('\n', '-')) }));
