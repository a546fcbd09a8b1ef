import type { Finding, Suppressed } from '@smtpd-conf/checker';
import type { Analysis, Place } from '@smtpd-conf/compiler';
import type { LineColumn, Source } from '@smtpd-conf/grammar';

/** Lines and columns count from 1; columns in UTF-16 code units; the end is exclusive. */
export interface Range {
  readonly start: LineColumn;
  readonly end: LineColumn;
}

/** A place in another file than the one the report is about names it. */
interface Located {
  readonly path?: string;
  readonly range: Range;
}

interface ReportedFix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly (Located & { readonly text: string })[];
}

export interface Diagnostic extends Located {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly related: readonly { readonly message: string; readonly path: string; readonly range: Range }[];
  readonly fixes: readonly ReportedFix[];
  /** The line that the range starts in, for reports to people. */
  readonly line: string;
}

/** All that a report says of one file: plain data, so that workers can send it. */
export interface FileReport {
  readonly path: string;
  readonly dialect: 'modern' | 'legacy';
  readonly diagnostics: readonly Diagnostic[];
  /** What comments in the file keep out of the report. */
  readonly suppressed: readonly (Diagnostic & { readonly reason?: string })[];
}

/** One file's findings, as every report format tells them. */
export function fileReport(
  path: string,
  main: Source,
  { problems, statements }: Analysis,
  { findings, suppressed }: Suppressed,
): FileReport {
  const modern = statements.some(({ kind }) => kind === 'match' || kind === 'action');
  const legacy = problems.some(({ id }) => id === 'legacy-grammar');
  return {
    path,
    dialect: legacy && !modern ? 'legacy' : 'modern',
    diagnostics: findings.map((finding) => diagnostic(finding, main)),
    suppressed: suppressed.map(({ finding, reason }) => ({
      ...diagnostic(finding, main),
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

function diagnostic({ rule, severity, message, span, related, fixes }: Finding, main: Source): Diagnostic {
  const located = locate(span, main);
  return {
    rule,
    severity,
    message,
    ...located,
    related: related.map((one) => ({ message: one.message, path: one.place.source.name, range: rangeOf(one.place) })),
    fixes: fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map((edit) => ({ ...locate(edit, main), text: edit.text })),
    })),
    line: span.source.lines.lineText(located.range.start.line),
  };
}

function locate(place: Place, main: Source): Located {
  return { ...(place.source === main ? {} : { path: place.source.name }), range: rangeOf(place) };
}

function rangeOf({ source, start, end }: Place): Range {
  return { start: source.lines.positionAt(start), end: source.lines.positionAt(end) };
}
