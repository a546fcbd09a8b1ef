import { type Analysis, type Place, PROBLEMS, type Problem } from '@smtpd-conf/compiler';
import type { LineColumn, Source } from '@smtpd-conf/grammar';

/** Lines and columns count from 1; columns in UTF-16 code units; the end is exclusive. */
interface Range {
  readonly start: LineColumn;
  readonly end: LineColumn;
}

export interface Diagnostic {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Where another file than the checked one (an include) holds it. */
  readonly path?: string;
  readonly range: Range;
  readonly related: readonly { readonly message: string; readonly path: string; readonly range: Range }[];
  readonly fixes: readonly never[];
  /** For the excerpt of a report to a person. */
  readonly source: Source;
}

export interface FileReport {
  readonly path: string;
  readonly dialect: 'modern' | 'legacy';
  readonly diagnostics: readonly Diagnostic[];
}

/** One file's findings, as every report format tells them. */
export function fileReport(path: string, source: Source, { problems, statements }: Analysis): FileReport {
  const modern = statements.some(({ kind }) => kind === 'match' || kind === 'action');
  const legacy = problems.some(({ id }) => id === 'legacy-grammar');
  return {
    path,
    dialect: legacy && !modern ? 'legacy' : 'modern',
    diagnostics: problems.map((problem) => diagnostic(problem, source)),
  };
}

function diagnostic(problem: Problem, main: Source): Diagnostic {
  const { id, severity, what, place, related } = problem;
  const { why, help } = PROBLEMS[id];
  const source = place?.source ?? main;
  return {
    rule: id,
    severity,
    message: `${what} ${why} ${help}`,
    ...(source === main ? {} : { path: source.name }),
    range: rangeOf(place ?? { source: main, start: 0, end: 0 }),
    related: related.map((one) => ({ message: one.message, path: one.place.source.name, range: rangeOf(one.place) })),
    fixes: [],
    source,
  };
}

function rangeOf({ source, start, end }: Place): Range {
  return { start: source.lines.positionAt(start), end: source.lines.positionAt(end) };
}
