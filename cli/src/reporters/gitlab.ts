import { createHash } from 'node:crypto';
import { pathInReport } from './path-in-report.js';
import type { Report } from './report.js';

const SEVERITIES = { error: 'critical', warning: 'major', info: 'info' } as const;

/** GitLab's code quality report. A fingerprint stays while the line and the rule do, wherever the line moves. */
export function gitlabReport({ files }: Report): string {
  const seen = new Map<string, number>();
  const issues = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ rule, severity, message, range, line, path: other }) => {
      const file = pathInReport(other ?? path);
      const key = `${file}\0${rule}\0${line.trim()}`;
      const count = seen.get(key) ?? 0;
      seen.set(key, count + 1);
      return {
        description: message,
        check_name: rule,
        fingerprint: createHash('sha256').update(`${key}\0${count}`).digest('hex').slice(0, 32),
        severity: SEVERITIES[severity],
        location: { path: file, lines: { begin: range.start.line, end: range.end.line } },
      };
    }),
  );
  return `${JSON.stringify(issues, null, 2)}\n`;
}
