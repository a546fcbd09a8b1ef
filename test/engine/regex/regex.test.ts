import { compileRegex, compileTableRegex } from '@smtpd-conf/engine';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { askLibrary, hasGlibc, type RegexQuestion } from './c-library.js';
import { backReferenceQuestion, regexQuestion } from './draw-regex.js';

function ourAnswer({ pattern, ignoreCase, texts }: RegexQuestion) {
  const regex = compileRegex(pattern, ignoreCase);
  return regex.ok ? texts.map((text) => regex.matches(text)) : regex.error;
}

describe.skipIf(!hasGlibc() && !judgesRequired())('against the C library (skipped without cc and glibc)', () => {
  if (!hasGlibc()) console.warn('skipped: regular expressions against the C library: no cc, or no glibc');

  it.each([
    ['patterns', regexQuestion, 10_000],
    ['patterns with back-references', backReferenceQuestion, 4000],
  ])(
    '%s say and match the same',
    (_, arbitrary, count) => {
      const questions = fc.sample(arbitrary, { numRuns: count });
      const theirs = askLibrary(questions);
      const wrong = questions.flatMap((question, at) => {
        const ours = ourAnswer(question);
        return JSON.stringify(ours) === JSON.stringify(theirs[at]) ? [] : [{ question, ours, theirs: theirs[at] }];
      });
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});

type Row = readonly [pattern: string, text: string, expected: boolean | string];

/** What a pattern of a table makes of a key. */
const ROWS: readonly Row[] = [
  ['^a.*z$', 'abcz', true],
  ['b', 'abc', true],
  ['(?i)ABC', 'xabcx', true],
  ['(?i)[a-c]d', 'BD', true],
  ['(?i)[_-a]', '_', 'REG_ERANGE'],
  ['[_-a]', '_', true],
  // The pattern is seen in capitals, but not what follows a backslash; the key is in capitals.
  ['(?i)\\q', 'q', false],
  ['x(?i)abc', 'xabc', 'REG_BADRPT'],
  ['[[:alpha:]]+', '123', false],
  ['[[:upper:]]', 'a', false],
  ['[[:word:]]', 'a', 'REG_ECTYPE'],
  ['[[.a.]-c]', 'b', true],
  ['[[=a=]]', 'a', true],
  ['[[.hyphen.]]', '-', 'REG_ECOLLATE'],
  ['[a\\]]', 'a]', true],
  ['[]a]', ']', true],
  ['[a', 'a', 'REG_EBRACK'],
  ['\\d', 'd', true],
  ['\\d', '1', false],
  ['\\w+@\\W', 'a@.', true],
  ['\\bfoo\\b', 'a foo b', true],
  ['a\\', 'a', 'REG_EESCAPE'],
  ['*a', 'a', 'REG_BADRPT'],
  ['^*', 'a', 'REG_BADRPT'],
  ['a|*b', 'a', 'REG_BADRPT'],
  ['a**', 'b', true],
  ['a+?', 'a', true],
  ['a|', 'b', true],
  ['()', '', true],
  ['a)', 'a)', true],
  ['(a', 'a', 'REG_EPAREN'],
  ['{', '{', 'REG_BADRPT'],
  ['a}', 'a}', true],
  ['^a{2,3}$', 'aaaa', false],
  ['^a{,2}$', 'aa', true],
  ['a{1', 'a', 'REG_EBRACE'],
  ['a{x}', 'a', 'REG_BADBR'],
  ['a{2,1}', 'a', 'REG_BADBR'],
  ['a{32768}', 'a', 'REG_ESIZE'],
  ['(a{32767}){32767}', 'a', 'REG_ESPACE'],
  ['^(a+)-\\1$', 'aa-aa', true],
  ['^(a+)-\\1$', 'aa-a', false],
  ['(a)|b\\1', 'b', 'REG_ESUBREG'],
  ['\\1', 'a', 'REG_ESUBREG'],
  ['.', '\u00e9', true],
  ['^..$', '\u00c3\u00a9', true],
  // The anchor of the first copy does not count.
  ['^(b$){2}', 'bb', true],
  ['b$b$', 'bb', false],
];

describe('patterns of tables', () => {
  it.each(ROWS)('%j against %j: %j', (pattern, text, expected) => {
    const regex = compileTableRegex(pattern);
    expect(regex.ok ? regex.matches(text) : regex.error).toBe(expected);
  });
});

test('time does not explode with nested repetition', () => {
  const regex = compileRegex('^((a+)+|(a|aa)*b?)*c$');
  expect(regex.ok && regex.matches(`${'a'.repeat(20_000)}d`)).toBe(false);
});

test('back-references end, whatever they are asked', () => {
  const regex = compileRegex('^(a*)(a*)(a*)(a*)\\1\\2\\3\\4b$');
  expect(regex.ok && regex.matches('a'.repeat(300))).toBe(false);
});

test('any bytes are a pattern or an error, never an exception', () => {
  const bytes = fc.array(fc.integer({ min: 1, max: 255 })).map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(bytes, bytes, fc.boolean(), (pattern, text, ignoreCase) => {
      const regex = compileRegex(pattern, ignoreCase);
      expect(regex.ok ? typeof regex.matches(text) : regex.error).toMatch(/^boolean$|^REG_/);
    }),
  );
});
