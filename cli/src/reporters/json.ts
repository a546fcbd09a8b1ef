import type { Diagnostic } from './file-report.js';
import type { Report } from './report.js';
import { summarize } from './summary.js';

/** The report of `check --format json`, version 1. */
export function jsonReport({ files }: Report): string {
  const reports = files.map(({ path, dialect, diagnostics }) => ({
    path,
    dialect,
    diagnostics: diagnostics.map(plain),
  }));
  return `${JSON.stringify({ version: 1, files: reports, summary: summarize(files) }, null, 2)}\n`;
}

/** One finding a line, each with its file; nothing for files without findings. */
export function jsonLinesReport({ files }: Report): string {
  return files
    .flatMap(({ path, diagnostics }) => diagnostics.map((one) => `${JSON.stringify({ path, ...plain(one) })}\n`))
    .join('');
}

function plain({ line: _, ...rest }: Diagnostic): Omit<Diagnostic, 'line'> {
  return rest;
}
