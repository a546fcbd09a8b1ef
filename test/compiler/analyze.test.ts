import { analyze, describedWorld } from '@smtpd-conf/compiler';
import { format, Source, type Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases, INCLUDED } from '../parity/fuzz/case.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { bothViews, viewsAgree } from './views/two-views.js';

describe('the two views of a file', () => {
  for (const version of ['6.8.0', '7.8.0'] as const) {
    test(`an error for the one is an error for the other (${version})`, () => {
      fc.assert(viewsAgree(version), { numRuns: 1000 });
    });
  }

  test('a place lies within its file', () => {
    fc.assert(
      fc.property(cases('7.8.0', fixtureTexts()), (text) => {
        for (const { place, what, related } of bothViews(text, '7.8.0').tolerant.problems) {
          expect(what).toMatch(/\S/);
          for (const one of [place, ...related.map((note) => note.place)]) {
            if (one === undefined) continue;
            expect(one.start).toBeGreaterThanOrEqual(0);
            expect(one.end).toBeGreaterThanOrEqual(one.start);
            expect(one.end).toBeLessThanOrEqual(one.source.text.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('compile(fmt(x)) = compile(x), places apart', () => {
    const withoutPlaces = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, part) => (key === 'origin' ? undefined : part)));
    fc.assert(
      fc.property(cases('7.8.0', fixtureTexts()), (text) => {
        const [main = '', included] = text.split(INCLUDED);
        if (/[^\0-\x7f]/.test(main)) return;
        const formatted = included === undefined ? format(main) : format(main) + INCLUDED + included;
        const before = bothViews(text, '7.8.0');
        const after = bothViews(formatted, '7.8.0');
        if (before.daemon.status !== 0) return;
        expect(after.daemon).toEqual(before.daemon);
        expect(withoutPlaces(after.tolerant.config)).toEqual(withoutPlaces(before.tolerant.config));
      }),
      { numRuns: 500 },
    );
  });
});

/** Findings as `line: id: what`, one a line. */
function check(text: string, expected: readonly string[], version: Version = '7.8.0'): void {
  const { tolerant } = bothViews(text, version);
  const found = tolerant.problems.map(({ id, what, place }) => {
    const line = place === undefined ? '-' : place.source.lines.positionAt(place.start).line;
    return `${line}: ${id}: ${what}`;
  });
  expect(found).toEqual(expected);
}

const RULE = 'action "l" mbox\nmatch for local action "l"\n';

describe('findings', () => {
  test('every broken line is told, not only the first', () => {
    check(`foo\nbar\n${RULE}`, [
      '1: syntax-error: The statement ends too early, after "foo".',
      '2: syntax-error: The statement ends too early, after "bar".',
    ]);
  });
  test('what follows from a broken definition is not told', () => {
    check('action "a" mbox user\nmatch for local action "a"\nmatch for any action "a"\n', [
      '1: syntax-error: The statement ends too early, after "user".',
    ]);
    check('table t file:/nowhere\nmatch for domain <t> reject\n', [
      '1: table-file: Table "t" cannot be read: /nowhere: fopen: No such file or directory.',
    ]);
  });
  test('several errors of one statement are told', () => {
    check('listen on lo port 99999 tag a tag b\nmatch for local reject\n', [
      '1: invalid-port: There is no port 99999.',
      '1: duplicate-option: tag is given twice.',
    ]);
  });
  test('the grammar before 6.4 has a name', () => {
    check('accept from any for domain "x" deliver to mbox\nmatch for local reject\n', [
      '1: legacy-grammar: This is the grammar from before 6.4: "accept" has become an action and a match rule.',
    ]);
    check('listen on lo secure\nmatch for local reject\n', [
      '1: legacy-grammar: This is the grammar from before 6.4: "secure" has become two listeners, one with tls and one with smtps.',
    ]);
  });
  test('the lines of a string that is too long are no statements, but those behind one without an end are', () => {
    const lines = `${'x'.repeat(60)}\n`.repeat(200);
    const tooLong = 'string-too-long: This string is too long.';
    check(`m = "${lines}"\n${RULE}foo\n`, [
      `1: ${tooLong}`,
      '204: syntax-error: The statement ends too early, after "foo".',
    ]);
    check(`m = '${'x'.repeat(9000)}\nfoo\n${RULE}`, [
      `1: ${tooLong}`,
      '2: syntax-error: The statement ends too early, after "foo".',
    ]);
  });
  test('an undefined macro does not eat the next line', () => {
    check('listen on $nope\nfoo\nmatch for local reject\n', [
      "1: macro-undefined: There is no macro 'nope' above this line.",
      '2: syntax-error: The statement ends too early, after "foo".',
    ]);
  });
});

describe('includes', () => {
  const world = describedWorld({
    hostname: 'mail.example.org',
    files: { 'macros.conf': 'm = "local"\n', 'loop.conf': 'include "loop.conf"\n', 'main.conf': '' },
  });
  const problems = (text: string) =>
    analyze(new Source('main.conf', text), world).problems.map(({ id, what }) => `${id}: ${what}`);

  test('a file may be included twice', () => {
    expect(problems(`include "macros.conf"\ninclude "macros.conf"\n${RULE}`)).toEqual([]);
  });
  test('a name is its bytes, also where the main file is not in UTF-8', () => {
    const bytes = (text: string) => ({ base64: Buffer.from(text, 'latin1').toString('base64') });
    const encoded = Buffer.from('action "sch\u00f6n" mbox\n').toString('latin1');
    const main = Buffer.from('include "a"\nmatch for domain "\xff" action "sch\xc3\xb6n"\n', 'latin1');
    const world = describedWorld({ hostname: 'mail.example.org', files: { a: bytes(encoded) } });
    expect(analyze(Source.fromBytes('main.conf', main), world).problems).toEqual([]);
  });
  test('a file may not include itself', () => {
    expect(problems(`include "loop.conf"\n${RULE}`)).toEqual(['include-loop: "loop.conf" includes itself.']);
  });
});

describe('what the daemon looks at after the file', () => {
  const ids = (text: string): string[] =>
    analyze(new Source('smtpd.conf', text), describedWorld({}), { version: '7.8.0' }).problems.map(({ id }) => id);
  const rule = 'match from any for local reject\n';

  test('is told beside errors in the file', () => {
    expect(ids(`pki x cert "/a"\npki x key "/b"\nmatch nonsense\n${rule}`)).toEqual([
      'syntax-error',
      'pki-file',
      'pki-file',
    ]);
  });

  test('is silent of an entry that cannot be read', () => {
    expect(ids(`pki x cert "/a"\npki x kee "/b"\n${rule}`)).not.toContain('pki-file');
  });
});
