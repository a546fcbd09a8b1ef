import { parseArgs } from 'node:util';
import { type Analysis, analyze, applyMigration, type MigrationNote, migrateStatements } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { Source } from '@smtpd-conf/grammar';
import { EXIT, UserError } from '../exit-status.js';
import { compareDecisions, differenceText } from '../migrate/compare-decisions.js';
import { readSource } from '../read-source.js';
import { parseTarget } from '../target.js';
import { writeWhole } from '../write-whole.js';

/**
 * `smtpd-lint migrate FILE`: the file with its statements from before 6.4 in the grammar of the target, on stdout or in OUT.
 * What is not exactly as it was, and what the target refuses of the result, goes to stderr; the status is 1 then.
 */
export function migrate(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      target: { type: 'string' },
      platform: { type: 'string' },
      root: { type: 'string' },
    },
  });
  const [path, stray] = positionals;
  if (path === undefined || stray !== undefined) {
    throw new UserError(`migrate takes one file${stray === undefined ? '' : ` (not also ${stray})`}`);
  }
  const target = parseTarget(values.target, values.platform);
  if (target.version === '6.0.3') throw new UserError('--target 6.0: migrate writes the grammar of 6.4 and later');
  const world = new SystemWorld({ root: values.root, platform: target.platform });
  const source = readSource(path);
  const before = analyze(source, world, target);
  const migrations = migrateStatements(before);
  const text = applyMigration(source, migrations);
  const encoding = source.encoding === 'latin1' ? 'latin1' : 'utf8';
  if (values.output === undefined) process.stdout.write(Buffer.from(text, encoding));
  else writeWhole(values.output, text, encoding);
  const notes = migrations.flatMap((one) => one.notes);
  const after = analyze(new Source(path, text, source.encoding), world, target);
  const lines = [...notes.map(noteLine), ...elsewhere(source, migrations), ...refusals(before, after)];
  const { summary, differences } = text === source.text ? UNCHANGED : compared(path, before, after);
  for (const line of [...lines, ...differences, ...summary]) process.stderr.write(`${line}\n`);
  return lines.length + differences.length > 0 ? EXIT.findings : EXIT.clean;
}

interface Compared {
  /** What was compared, in a line. */
  readonly summary: readonly string[];
  readonly differences: readonly string[];
}

const UNCHANGED: Compared = { summary: [], differences: [] };
const SHOWN = 5;

/** Whether the rewritten file decides as the old one did, as the dry run has it. */
function compared(path: string, before: Analysis, after: Analysis): Compared {
  const broken = [before, after].some(({ statements }) => statements.some(({ error }) => error !== undefined));
  if (broken) return { summary: [`${path}: not compared with what it was: it has errors`], differences: [] };
  const { envelopes, deciding, rules, differences } = compareDecisions(before.config, after.config);
  const told = differences
    .slice(0, SHOWN)
    .map((one) => `${path}: error: after migrating: ${differenceText(one)} [migration-differs]`);
  const alike = differences.length === 0 ? 'decided as before' : `${differences.length} decided otherwise than before`;
  return {
    summary: [`${path}: ${envelopes} envelopes ${alike}; ${deciding} of ${rules} rules took part`],
    differences: told,
  };
}

function noteLine({ message, place }: MigrationNote): string {
  return `${at(place)}: warning: ${message} [legacy-inexact]`;
}

/** Included files are files of their own. */
function elsewhere(source: Source, migrations: ReturnType<typeof migrateStatements>): string[] {
  const others = new Set(migrations.flatMap(({ edit }) => (edit && edit.source !== source ? [edit.source.name] : [])));
  return [...others].map((name) => `${name}: warning: this file is included and needs migrating too [legacy-grammar]`);
}

/** What the target's daemon would refuse of the result, but for what was wrong before; lines are those of the result. */
function refusals(before: Analysis, after: Analysis): string[] {
  const known = new Set(before.problems.map(({ id, what }) => `${id} ${what}`));
  return after.problems.flatMap(({ id, severity, what, place }) => {
    if (severity !== 'error' || (known.has(`${id} ${what}`) && id !== 'legacy-grammar')) return [];
    return [`${place ? `${at(place)}: ` : ''}error: after migrating: ${what} [${id}]`];
  });
}

function at({ source, start }: { readonly source: Source; readonly start: number }): string {
  const { line, column } = source.lines.positionAt(start);
  return `${source.name}:${line}:${column}`;
}
