import type { Diagnostic } from './file-report.js';
import { printable } from './printable.js';
import type { Report } from './report.js';
import { summarize } from './summary.js';

/** Longer lines are shown only around what is underlined. */
const WIDEST = 160;

/** A report for people: each finding with the line it is about, then the count. */
export function textReport({ files: reports, colour = false }: Pick<Report, 'files'> & Partial<Report>): string {
  const parts = reports.flatMap(({ path, diagnostics }) => diagnostics.map((one) => describe(path, one, colour)));
  const { errors, warnings } = summarize(reports);
  const files = reports.length === 1 ? '1 file' : `${reports.length} files`;
  if (parts.length === 0) return `${files} checked, nothing found\n`;
  return `${parts.join('\n')}\n${files} checked: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}\n`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

const COLOURS = { error: '31;1', warning: '33;1', info: '36;1' } as const;

function describe(path: string, diagnostic: Diagnostic, colour: boolean): string {
  const { range, severity, rule, message, related, fixes } = diagnostic;
  const place = `${diagnostic.path ?? path}:${range.start.line}:${range.start.column}`;
  const level = colour ? `\x1b[${COLOURS[severity]}m${severity}\x1b[0m` : severity;
  const head = `${printable(place)}: ${level}: ${printable(`${message} [${rule}]`)}`;
  const notes = related.map(
    (note) => `    ${note.path}:${note.range.start.line}:${note.range.start.column}: ${note.message}`,
  );
  const mend = fixes.map(({ title, safety }) => `    ${safety === 'safe' ? '--fix' : '--fix-unsafe'}: ${title}`);
  return [head, ...[...excerpt(diagnostic), ...notes, ...mend, ''].map(printable)].join('\n');
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
