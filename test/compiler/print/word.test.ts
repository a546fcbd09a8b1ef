import { dropsBackslashBeforeBlank, KEYWORDS, Lexer, Source, TokenType, type Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeWord } from '../../../compiler/src/print/word.js';
import { reservedWords } from '../../../grammar/src/language/keywords.js';

/** What the lexer makes of a line, as type and value. */
function read(text: string, version: Version): readonly (readonly [number, string])[] {
  const source = new Source('test', text);
  const macros = new Map();
  const lexer = new Lexer(source, {
    reserved: reservedWords(version),
    dropsBackslashBeforeBlank: dropsBackslashBeforeBlank(version),
    macros,
    recovery: 'daemon',
  });
  const tokens: [number, string][] = [];
  for (let token = lexer.next(); token.type !== TokenType.End; token = lexer.next())
    tokens.push([token.type, token.text]);
  return tokens;
}

function expectReadsBack(value: string, version: Version = '7.8.0'): void {
  const written = writeWord(value, version);
  if (!('text' in written)) throw new Error(`${JSON.stringify(value)}: ${written.problem}`);
  expect(read(written.text, version)).toEqual([
    [TokenType.String, value],
    [TokenType.NewLine, '\n'],
  ]);
}

describe('writeWord', () => {
  test.each([
    ['plain', 'plain'],
    ['file:/etc/mail/aliases', 'file:/etc/mail/aliases'],
    ['2001:db8::1', '2001:db8::1'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10/8', '"10/8"'],
    ['25', '"25"'],
    ['', '""'],
    ['relay', '"relay"'],
    ['@example.org', '"@example.org"'],
    ['/etc/mail', '"/etc/mail"'],
    ['say "hi"', `'say "hi"'`],
    [`both ' and "`, `"both ' and \\""`],
    ['back\\slash', '"back\\slash"'],
    ['back\\ slash', '"back\\\\ slash"'],
    ['end\\', 'end\\\\'],
    ['größe', '"größe"'],
  ])('writes %s as %s', (value, text) => {
    expect(writeWord(value)).toEqual({ text });
    expectReadsBack(value);
    expectReadsBack(value, '6.4.0');
  });

  test('leaves a backslash before a blank as it is for 6.4, which keeps it', () => {
    expect(writeWord('back\\ slash', '6.4.0')).toEqual({ text: '"back\\ slash"' });
    expect(read('"back\\ slash"', '6.4.0')[0]?.[1]).toBe('back\\ slash');
    expect(read('"back\\ slash"', '6.6.0')[0]?.[1]).toBe('back slash');
  });

  test.each([
    ['a\nb', 'a line feed'],
    ['a\0b', 'a NUL byte'],
    ['a\u0001b', 'the bytes 1 and 2'],
    ['two words\\', 'a backslash at the end'],
    ['1\\', 'a backslash at the end'],
    ['\ud800', 'surrogate'],
    ['x'.repeat(8096), '8094 bytes'],
    ['ß'.repeat(4048), '8094 bytes'],
  ])('cannot write %j', (value, problem) => {
    expect(writeWord(value)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test('keywords of every release are quoted', () => {
    for (const keyword of KEYWORDS.keys()) expect(writeWord(keyword)).toEqual({ text: `"${keyword}"` });
  });

  test('the longest words are read back', () => {
    for (const value of ['x'.repeat(8095), ' '.repeat(8094), `${'ß'.repeat(4047)}`]) expectReadsBack(value);
  });

  test('what is written is read back', () => {
    const marks = fc.constantFrom('\\', '"', "'", ' ', '\t', '$', '#', 'a', '1', '/', '=', '{', 'é', '\r', '-');
    const texts = fc.oneof(fc.string({ unit: marks, maxLength: 8 }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(texts, (value) => {
        fc.pre('text' in writeWord(value));
        expectReadsBack(value);
      }),
      { numRuns: 2000 },
    );
  });
});
