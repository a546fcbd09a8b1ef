import { applyFixes, applySuppressions, type Finding, lint } from '@smtpd-conf/checker';
import { analyze, describedWorld } from '@smtpd-conf/compiler';
import { NEWEST, Source } from '@smtpd-conf/grammar';
import { describe, expect, test } from 'vitest';

const WORLD = describedWorld({ hostname: 'mx.example.test', interfaces: { lo: ['127.0.0.1'] } });
const TODAY = '2026-07-01';

/** A fault on line N, whose rule is `undefined-action`. */
const FAULT = 'match for local action "b"';

/** [what it shows, the lines, what stays: LINE:RULE, the reasons of what is suppressed] */
const CASES: readonly (readonly [string, readonly string[], readonly string[], readonly (string | undefined)[]])[] = [
  [
    'the next line',
    ['# smtpd-lint disable-next-line=undefined-action', FAULT, FAULT],
    ['3:undefined-action'],
    [undefined],
  ],
  ['with a reason', ['# smtpd-lint disable-next-line=undefined-action -- comes later', FAULT], [], ['comes later']],
  [
    'the same line',
    [`${FAULT} # smtpd-lint disable-line=undefined-action -- known`, FAULT],
    ['2:undefined-action'],
    ['known'],
  ],
  ['of every rule', [`${FAULT} # smtpd-lint disable-line`], [], [undefined]],
  ['of several rules', [`${FAULT} # smtpd-lint disable-line=include-relative,undefined-action`], [], [undefined]],
  [
    'a block',
    [FAULT, '# smtpd-lint disable=undefined-action -- old', FAULT, FAULT, '# smtpd-lint enable', FAULT],
    ['1:undefined-action', '6:undefined-action'],
    ['old', 'old'],
  ],
  [
    'a block that another one does not end',
    ['# smtpd-lint disable=undefined-action', FAULT, '# smtpd-lint enable=include-relative', FAULT],
    [],
    [undefined, undefined],
  ],
  [
    'the file, from anywhere in it',
    [FAULT, FAULT, '# smtpd-lint disable-file=undefined-action'],
    [],
    [undefined, undefined],
  ],
  [
    'one that suppresses nothing',
    ['# smtpd-lint disable-next-line=undefined-action', '', FAULT],
    ['1:unused-suppression', '3:undefined-action'],
    [],
  ],
  [
    'one of another rule',
    [`${FAULT} # smtpd-lint disable-line=include-relative`],
    ['1:undefined-action', '1:unused-suppression'],
    [],
  ],
  [
    'until a day to come',
    [`${FAULT} # smtpd-lint disable-line=undefined-action -- moving until=2026-07-01`],
    [],
    ['moving'],
  ],
  [
    'until a day to come, in brackets',
    [`${FAULT} # smtpd-lint disable-line -- moving [until=2026-12-31]`],
    [],
    ['moving'],
  ],
  [
    'until a day that is over',
    [`${FAULT} # smtpd-lint disable-line=undefined-action until=2026-06-30`],
    ['1:undefined-action', '1:expired-suppression'],
    [],
  ],
  [
    'until no day',
    [`${FAULT} # smtpd-lint disable-line until=soon`],
    ['1:undefined-action', '1:invalid-suppression'],
    [],
  ],
  ['a misspelt word', [`${FAULT} # smtpd-lint disable-lines`], ['1:undefined-action', '1:invalid-suppression'], []],
  [
    'a misspelt rule',
    [`${FAULT} # smtpd-lint disable-line=undefined-acton`],
    ['1:undefined-action', '1:invalid-suppression'],
    [],
  ],
  ['text that only mentions us', [`${FAULT} # see smtpd-lint disable-line`], ['1:undefined-action'], []],
  ['a string with a comment in it', ['pki "# smtpd-lint disable-file" key "/k"', FAULT], ['2:undefined-action'], []],
];

function applied(lines: readonly string[], off: readonly string[] = []) {
  const source = new Source('smtpd.conf', `${lines.join('\n')}\n`);
  const analysis = analyze(source, WORLD);
  const severities = new Map(off.map((rule) => [rule, 'off'] as const));
  const found = lint(analysis, { severities }).filter(({ rule }) => rule === 'undefined-action');
  return applySuppressions(found, [source], { version: NEWEST, today: TODAY, severities });
}

const where = ({ rule, span }: Finding): string => `${span.source.lines.positionAt(span.start).line}:${rule}`;

describe('a suppression', () => {
  test.each(CASES)('%s', (_, lines, kept, reasons) => {
    const { findings, suppressed } = applied(lines);
    expect(findings.map(where)).toEqual(kept);
    expect(suppressed.map(({ reason }) => reason)).toEqual(reasons);
  });

  test('of a rule that is turned off is not called unused', () => {
    const lines = ['# smtpd-lint disable-file=include-relative', 'action "a" mbox'];
    expect(applied(lines, ['include-relative']).findings).toEqual([]);
    expect(applied(lines).findings.map(where)).toEqual(['1:unused-suppression']);
    expect(applied(lines, ['unused-suppression']).findings).toEqual([]);
  });
});

test.each([
  [
    'a comment of its own line',
    ['listen on lo', '# smtpd-lint disable-next-line', 'queue ttl 1d'],
    ['listen on lo', 'queue ttl 1d'],
  ],
  ['a comment behind a statement', ['queue ttl 1d # smtpd-lint disable-line'], ['queue ttl 1d']],
])('what suppresses nothing is taken out: %s', (_, before, after) => {
  const source = new Source('smtpd.conf', `${before.join('\n')}\n`);
  const { findings } = applySuppressions([], [source], { version: NEWEST, today: TODAY });
  expect(applyFixes(findings, () => true).texts.get(source)).toBe(`${after.join('\n')}\n`);
});
