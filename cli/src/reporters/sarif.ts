import { type KnownRule, knownRules } from '@smtpd-conf/checker';
import type { Log, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif';
import { rulePage } from '../rule-pages/rule-page.js';
import type { Diagnostic, FileReport, Range } from './file-report.js';
import type { Report } from './report.js';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0, with the rules, the fixes and what comments suppress. */
export function sarifReport({ files, version }: Report): string {
  const used = new Set(
    files.flatMap(({ diagnostics, suppressed }) => [...diagnostics, ...suppressed].map(({ rule }) => rule)),
  );
  const rules = knownRules().filter(({ id }) => used.has(id));
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'smtpd-lint', version, rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ path }) => ({ location: { uri: uriOf(path) }, sourceLanguage: 'smtpd.conf' })),
        results: files.flatMap((file) => [
          ...file.diagnostics.map((one) => result(file, one, index)),
          ...file.suppressed.map((one) => ({
            ...result(file, one, index),
            suppressions: [
              { kind: 'inSource' as const, ...(one.reason === undefined ? {} : { justification: one.reason }) },
            ],
          })),
        ]),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(rule: KnownRule): ReportingDescriptor {
  const { id, what, why, how, severity, category, source } = rule;
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: `${why} ${how}` },
    help: { text: `${how}${source === undefined ? '' : ` (${source})`}`, markdown: rulePage(rule) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { category },
  };
}

function result({ path }: FileReport, one: Diagnostic, index: ReadonlyMap<string, number>): Result {
  const ruleIndex = index.get(one.rule);
  return {
    ruleId: one.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[one.severity],
    message: { text: one.message },
    locations: [{ physicalLocation: location(one.path ?? path, one.range) }],
    ...(one.related.length === 0
      ? {}
      : {
          relatedLocations: one.related.map(({ message, path: other, range }, id) => ({
            id,
            message: { text: message },
            physicalLocation: location(other, range),
          })),
        }),
    ...(one.fixes.length === 0 ? {} : { fixes: one.fixes.map((fix) => fixOf(fix, path)) }),
  };
}

function fixOf({ title, edits }: Diagnostic['fixes'][number], path: string): NonNullable<Result['fixes']>[number] {
  const files = [...new Set(edits.map((edit) => edit.path ?? path))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: uriOf(file) },
      replacements: edits
        .filter((edit) => (edit.path ?? path) === file)
        .map(({ range, text }) => ({
          deletedRegion: region(range),
          ...(text === '' ? {} : { insertedContent: { text } }),
        })),
    })),
  };
}

function location(path: string, range: Range): PhysicalLocation {
  return { artifactLocation: { uri: uriOf(path) }, region: region(range) };
}

function region({ start, end }: Range): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A path as the reference that SARIF wants: standard input has none. */
function uriOf(path: string): string {
  if (path === '-' || path === '<stdin>') return 'stdin';
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
