import { type Finding, mostFindings, type Severity } from '@smtpd-conf/checker';
import { Source } from '@smtpd-conf/grammar';
import { expect, test } from 'vitest';

const source = new Source('f', '');
/** Findings at 1, 2, 3 ... with these severities. */
const findings = (severities: readonly Severity[]): Finding[] =>
  severities.map((severity, at) => {
    const span = { source, start: at + 1, end: at + 1 };
    return { rule: 'limits', severity, message: '', span, related: [], fixes: [] };
  });

/** The places of those that are kept, and what is said of the others. */
function check(severities: readonly Severity[], most: number, expected: readonly (number | string)[]): void {
  const kept = mostFindings(findings(severities), source, most);
  expect(kept.map(({ rule, span, message }) => (rule === 'limits' ? span.start : message))).toEqual(expected);
}

test('as many as a report holds are told', () => check(['info', 'error'], 2, [1, 2]));

test('the most severe stay, in their order', () => {
  check(['info', 'warning', 'error', 'warning', 'info', 'error'], 3, [
    2,
    3,
    6,
    '3 more findings are left out of this report: 1 of severity warning, 2 of severity info. Mend those that are told, turn rules off, or select one.',
  ]);
});
