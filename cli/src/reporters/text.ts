import type { Diagnostic, FileReport } from './file-report.js';
import { summarize } from './summary.js';

/** Longer lines are shown only around what is underlined. */
const WIDEST = 160;

/** A report for people: each finding with the line it is about, then the count. */
export function textReport(reports: readonly FileReport[]): string {
  const parts = reports.flatMap(({ path, diagnostics }) => diagnostics.map((one) => describe(path, one)));
  const { errors, warnings } = summarize(reports);
  const files = reports.length === 1 ? '1 file' : `${reports.length} files`;
  if (parts.length === 0) return `${files} checked, nothing found\n`;
  return `${parts.join('\n')}\n${files} checked: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}\n`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function describe(path: string, diagnostic: Diagnostic): string {
  const { range, severity, rule, message, related } = diagnostic;
  const head = `${diagnostic.path ?? path}:${range.start.line}:${range.start.column}: ${severity}: ${message} [${rule}]`;
  const notes = related.map(
    (note) => `    ${note.path}:${note.range.start.line}:${note.range.start.column}: ${note.message}`,
  );
  return [head, ...excerpt(diagnostic), ...notes, ''].map(printable).join('\n');
}

function excerpt({ line: whole, range }: Diagnostic): string[] {
  const { start, end } = range;
  if (start.line === end.line && start.column === end.column) return [];
  const line = whole.replace(/\r$/, '');
  const from = Math.max(0, start.column - 1 - WIDEST / 2);
  const shown = line.slice(from, from + WIDEST);
  const stop = end.line === start.line ? end.column - 1 : line.length;
  const width = Math.max(1, Math.min(stop, from + WIDEST) - (start.column - 1));
  const before = shown.slice(0, start.column - 1 - from).replace(/[^\t]/g, ' ');
  const gutter = `${start.line} | `;
  return [`  ${gutter}${shown}`, `  ${' '.repeat(gutter.length - 2)}| ${before}${'~'.repeat(width)}`];
}

/** Control characters would change the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return text.replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/g, '\ufffd');
}
