import type { FileReport } from './file-report.js';
import { summarize } from './summary.js';

/** The report of `check --format json`, version 1. */
export function jsonReport(reports: readonly FileReport[]): string {
  const files = reports.map(({ path, dialect, diagnostics }) => ({
    path,
    dialect,
    diagnostics: diagnostics.map(({ line: _, ...rest }) => rest),
  }));
  return `${JSON.stringify({ version: 1, files, summary: summarize(reports) }, null, 2)}\n`;
}
