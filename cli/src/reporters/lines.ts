import { printable } from './printable.js';
import type { Report } from './report.js';

/** One line a finding: `FILE: line L, col C, Severity - message (rule)`, as ESLint's compact format has it. */
export function compactReport({ files }: Report): string {
  return lines(files, (path, { range, severity, message, rule }) => {
    const level = `${severity[0]?.toUpperCase()}${severity.slice(1)}`;
    return `${path}: line ${range.start.line}, col ${range.start.column}, ${level} - ${message} (${rule})`;
  });
}

/** One line a finding as compilers write it, which editors and CI know: `FILE:L:C: severity: message [rule]`. */
export function gccReport({ files }: Report): string {
  return lines(files, (path, { range, severity, message, rule }) => {
    const level = severity === 'info' ? 'note' : severity;
    return `${path}:${range.start.line}:${range.start.column}: ${level}: ${message} [${rule}]`;
  });
}

type Files = Report['files'];

function lines(files: Files, line: (path: string, diagnostic: Files[number]['diagnostics'][number]) => string): string {
  return files
    .flatMap(({ path, diagnostics }) => diagnostics.map((one) => `${printable(line(one.path ?? path, one))}\n`))
    .join('');
}
