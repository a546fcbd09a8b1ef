import { PROBLEMS, type Problem } from '@smtpd-conf/compiler';
import type { Source } from '@smtpd-conf/grammar';
import type { Finding, Fix } from './finding.js';

/** What the compiler has found, as a finding. `main` is the file for what concerns the whole of it. */
export function problemFinding(problem: Problem, main: Source, fixes: readonly Fix[] = []): Finding {
  const { id, severity, what, place, related } = problem;
  const { why, help } = PROBLEMS[id];
  return {
    rule: id,
    severity,
    message: `${what} ${why} ${help}`,
    span: place ?? { source: main, start: 0, end: 0 },
    related,
    fixes,
  };
}
