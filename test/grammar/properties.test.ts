import { format, Lexer, parse, print, VERSIONS } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { cases } from '../parity/fuzz/case.js';
import { corpusFiles } from '../support/corpus.js';
import { fixtureTexts } from '../support/fixture-texts.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);

/** Text of every kind: generated configurations, their mutations, and any characters at all. */
const texts = fc.oneof(
  { weight: 5, arbitrary: cases('7.8.0', fixtureTexts()) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom(...'{}<>!,="\'\\\n\r\t #$a1-:\u0000\u0001\u0002é😀'),
      maxLength: 200,
    }),
  },
);

function meaning(text: string): unknown {
  return parse(text).ast.statements.map(({ kind, tokens, error }) => [
    kind,
    error?.index,
    tokens.map(({ type, text: value }) => [type, value]),
  ]);
}

describe('any text', () => {
  test('print(parse(x)) = x', () => {
    fc.assert(
      fc.property(texts, (text) => print(parse(text).ast) === text),
      { numRuns: RUNS },
    );
  });

  test('fmt(fmt(x)) = fmt(x)', () => {
    fc.assert(
      fc.property(texts, (text) => format(format(text)) === format(text)),
      { numRuns: RUNS, examples: [['#\\\u0001'], ['#\\\u0002 ']] },
    );
  });

  test('fmt keeps the tokens of every statement', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(meaning(format(text))).toEqual(meaning(text));
      }),
      { numRuns: RUNS },
    );
  });

  test('pieces are in order and cover the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const { start, end } of parse(text).ast.pieces) {
          expect(start).toBe(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('files', () => {
  const files = [...fixtureTexts(), ...corpusFiles(['modern', 'legacy', 'template', 'other']).map(({ text }) => text)];

  test(`print and fmt on ${files.length} fixtures and files of the corpus, for every version`, () => {
    for (const text of files) {
      for (const version of VERSIONS) {
        expect(print(parse(text, { version }).ast)).toBe(text);
      }
      const formatted = format(text);
      expect(format(formatted)).toBe(formatted);
      expect(meaning(formatted)).toEqual(meaning(text));
    }
  });

  test('every prefix of a file is read without a throw', () => {
    for (const text of files.filter(({ length }) => length < 1500).slice(0, 60)) {
      for (let end = 0; end <= text.length; end += 3) expect(print(parse(text.slice(0, end)).ast)).toHaveLength(end);
    }
  });
});

/** How many characters the lexer looks at for a text: what takes more than linear time would show here first. */
function work(text: string): number {
  let count = 0;
  const lexer = Lexer.prototype as unknown as { readRaw: () => number; plainRun: () => string };
  const raw = vi.spyOn(lexer, 'readRaw');
  const { plainRun } = lexer;
  const run = vi.spyOn(lexer, 'plainRun').mockImplementation(function (this: unknown) {
    const taken = plainRun.call(this);
    count += taken.length;
    return taken;
  });
  parse(text);
  count += raw.mock.calls.length;
  raw.mockRestore();
  run.mockRestore();
  return count;
}

describe('work is linear in the length', () => {
  const hostile: Record<string, string> = {
    'open braces': 'table t {\n',
    'braces on and on': '{ a\n',
    'one long list': 'a,\n',
    'quotes of both kinds': '"\'',
    'escaped quotes on lines of their own': '\\"\n',
    'a macro in each line': 'a = "b"\n$a $a\n',
    'an undefined macro in each line': '$x foo\n',
    signs: '!<>=',
    'joined lines': '\\\n',
    'digits that are words': '1a ',
    'comments that go on': '# \\\n',
    'expansion marks': '\u0001\u0002',
  };
  for (const [name, part] of Object.entries(hostile)) {
    test(name, () => {
      expect(work(part.repeat(4000))).toBeLessThan(4.2 * work(part.repeat(1000)) + 1000);
    });
  }
});
