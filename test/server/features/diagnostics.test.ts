import { describe, expect, test } from 'vitest';
import { diagnostics } from '../../../server/src/features/diagnostics.js';
import { opened, placeText } from '../opened.js';

/** A text, and of one of its findings: severity, rule, tag, and what is underlined. */
const CASES: readonly (readonly [text: string, expected: string])[] = [
  ['action "local" mbox\nmatch for any action "loca"', 'error name-misspelled "loca"'],
  ['match for any action', 'error syntax-error action'],
  // The first word might be the name of a macro.
  ['nonsense here', 'error syntax-error here'],
  ['table unused { a }\nmatch from any for local reject', 'info unused-definition (unused) unused'],
  ['listen on em0 tag T\nmatch from any for local reject', 'info tag-unused (unused) T'],
  ['match for local reject\nmatch for local reject', 'warning rule-duplicate (unused) match for local reject'],
  ['accept for local deliver to mbox', 'error legacy-grammar (deprecated) accept'],
  ['table t file:/etc/mail/t', 'error table-file file:/etc/mail/t'],
  ['include "/etc/mail/none"', 'error include-unreadable "/etc/mail/none"'],
];
describe('a finding', () => {
  test.each(CASES)('%s', (text, expected) => {
    const { snapshot } = opened(text);
    const found = diagnostics(snapshot).map(
      ({ severity, code, tag, start, end }) =>
        `${severity} ${code} ${tag === undefined ? '' : `(${tag}) `}${text.slice(start, end)}`,
    );
    expect(found).toContain(expected);
  });

  test('of a rule of ours leads to its page, one of the daemon’s own does not', () => {
    const { snapshot } = opened('table unused { a }\nmatch from any for local reject\nnonsense');
    const links = new Map(diagnostics(snapshot).map(({ code, href }) => [code, href]));
    expect(links.get('syntax-error')).toBeUndefined();
    const { snapshot: good } = opened('table unused { a }\nmatch from any for local reject\n');
    const [unused] = diagnostics(good).filter(({ code }) => code === 'unused-definition');
    expect(unused?.href).toMatch(/\/rules\/unused-definition\.md$/);
  });

  test('that a comment suppresses is not shown, and a comment that suppresses nothing is', () => {
    const rule = 'match for local reject\n';
    const codes = (text: string) => diagnostics(opened(text).snapshot).map(({ code }) => code);
    expect(codes(`${rule}${rule}`)).toContain('rule-duplicate');
    expect(codes(`${rule}# smtpd-lint disable-next-line=rule-duplicate -- tried\n${rule}`)).not.toContain(
      'rule-duplicate',
    );
    expect(codes(`# smtpd-lint disable-next-line=rule-duplicate -- tried\n${rule}`)).toContain('unused-suppression');
  });

  test('names what it has to do with, in other files too', () => {
    const files = { '/etc/mail/a': 'match for local reject\n' };
    const open = opened('include "/etc/mail/a"\nmatch for local reject\n', { files });
    const double = diagnostics(open.snapshot).find(({ related }) => related.length > 0);
    expect(double?.related.map(({ place }) => placeText(open, place))).toEqual(['a:1:match for local reject']);
  });

  test('always covers something, but for an empty file', () => {
    for (const text of ['match', 'match\n', '"', 'table t {', 'x =', '\n\nmatch', 'listen on']) {
      for (const { start, end, code } of diagnostics(opened(text).snapshot)) {
        expect(end, `${code} of ${JSON.stringify(text)}`).toBeGreaterThan(start);
      }
    }
  });
});
