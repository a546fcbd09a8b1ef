import type { Source } from '@smtpd-conf/grammar';
import { type Finding, SEVERITIES } from './finding.js';

/** More than this nobody reads; each costs kilobytes in a report. */
export const MOST_FINDINGS = 20_000;

/**
 * The findings that a report of one configuration holds, in their order: all, or the `most` most severe of them, the first
 * ones of a severity, and one about how many are left out.
 * @param main the file that was checked
 */
export function mostFindings(findings: readonly Finding[], main: Source, most = MOST_FINDINGS): readonly Finding[] {
  if (findings.length <= most) return findings;
  let room = most;
  const kept = new Set<Finding>();
  const left: string[] = [];
  for (const severity of SEVERITIES) {
    const those = findings.filter((finding) => finding.severity === severity);
    for (const finding of those.slice(0, room)) kept.add(finding);
    const more = those.length - room;
    if (more > 0) left.push(`${more} of severity ${severity}`);
    room = Math.max(0, -more);
  }
  const message = `${findings.length - most} more findings are left out of this report: ${left.join(', ')}. Mend those that are told, turn rules off, or select one.`;
  const span = { source: main, start: 0, end: 0 };
  return [
    ...findings.filter((finding) => kept.has(finding)),
    { rule: 'too-many-findings', severity: 'info', message, span, related: [], fixes: [] },
  ];
}
