import { excerpt } from './excerpt.js';
import type { Diagnostic } from './file-report.js';
import { printable } from './printable.js';
import type { Report } from './report.js';
import { summarize } from './summary.js';

/** A report for people: each finding with the line it is about, then the count. */
export function textReport({ files: reports, ...style }: Pick<Report, 'files'> & Partial<Report>): string {
  const parts = reports.flatMap(({ path, diagnostics }) => diagnostics.map((one) => describe(path, one, style)));
  const { errors, warnings, infos } = summarize(reports);
  const files = reports.length === 1 ? '1 file' : `${reports.length} files`;
  if (parts.length === 0) return `${files} checked, nothing found\n`;
  const counts = [plural(errors, 'error'), plural(warnings, 'warning'), ...(infos > 0 ? [plural(infos, 'note')] : [])];
  return `${parts.join('\n')}\n${files} checked: ${counts.join(', ')}\n`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

const COLOURS = { error: '31;1', warning: '33;1', info: '36;1' } as const;

function describe(path: string, diagnostic: Diagnostic, { colour = false, columns }: Partial<Report>): string {
  const { range, severity, rule, message, related, fixes } = diagnostic;
  const place = `${diagnostic.path ?? path}:${range.start.line}:${range.start.column}`;
  const level = colour ? `\x1b[${COLOURS[severity]}m${severity}\x1b[0m` : severity;
  const head = `${printable(place)}: ${level}: ${printable(`${message} [${rule}]`)}`;
  const notes = related.map(
    (note) => `    ${note.path}:${note.range.start.line}:${note.range.start.column}: ${note.message}`,
  );
  const mend = fixes.map(({ title, safety }) => `    ${safety === 'safe' ? '--fix' : '--fix-unsafe'}: ${title}`);
  return [head, ...[...excerpt(diagnostic, columns), ...notes, ...mend, ''].map(printable)].join('\n');
}
