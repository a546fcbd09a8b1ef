import { asLegacy, parse, type Source, type Span, type Statement, wordsOf } from '@smtpd-conf/grammar';
import type { Analysis } from '../analysis/analyze.js';
import type { Place } from '../problem.js';
import { lacksPki } from './listen-text.js';
import type { Replacement } from './replacement.js';
import { statementText } from './statement-text.js';

/** One statement brought up to date. */
export interface StatementMigration {
  readonly statement: Statement;
  /** What to put in the place of the statement; undefined where it stays as it is. */
  readonly edit: TextEdit | undefined;
  /** What is not exactly as it was; no notes mean that nothing changes. */
  readonly notes: readonly MigrationNote[];
}

/** A stretch of a file (UTF-16 offsets, end exclusive), and the text to put there. */
export interface TextEdit extends Place {
  readonly text: string;
}

export interface MigrationNote {
  readonly message: string;
  readonly place: Place;
}

/**
 * The statements from before 6.4 of an analysed configuration, in the grammar of its target: the text for each, and what
 * cannot be said exactly, which a comment above the text says too. Applied all together, the edits give a file in which names
 * stand above their uses. Statements of all files that were read; whoever applies the edits picks those of a file.
 */
export function migrateStatements({ statements, state }: Analysis): readonly StatementMigration[] {
  const comments = new Map<Source, readonly Span[]>();
  const old = statements.some(({ legacy }) => legacy !== undefined);
  return statements.flatMap((read) => {
    const statement = old ? readAgain(read) : read;
    const unnamed = old && statement.kind === 'listen' && statement.error === undefined && lacksPki(statement, state);
    if (statement.legacy === undefined && !unnamed) return [];
    const span = spanOf(statement);
    if (span === undefined) return [];
    if (!comments.has(span.source)) comments.set(span.source, parse(span.source).ast.comments);
    return [migration(statement, span, statementText(statement, state), comments.get(span.source) ?? [])];
  });
}

/** A file with the edits in it that are its own. */
export function applyMigration(source: Source, migrations: readonly StatementMigration[]): string {
  let text = '';
  let at = 0;
  for (const { edit } of migrations) {
    if (edit === undefined || edit.source !== source || edit.start < at) continue;
    text += source.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.text.slice(at);
}

/**
 * In an old file, a listener whose words both grammars have but take for something else: `auth mask-source` is two options
 * there, and names a table today.
 */
function readAgain(statement: Statement): Statement {
  if (statement.kind !== 'listen' || statement.legacy !== undefined) return statement;
  const legacy = asLegacy(statement);
  if (legacy.kind !== 'listen' || legacy.error !== undefined) return statement;
  const ids = ({ options }: typeof legacy): string => options.map(({ id }) => id).join();
  return ids(legacy) === ids(statement) ? statement : legacy;
}

function spanOf({ tokens }: Statement): Place | undefined {
  const words = wordsOf(tokens);
  const [first] = words;
  const source = tokens[0]?.source;
  if (first === undefined || source === undefined) return undefined;
  return { source, start: first.start, end: words.at(-1)?.end ?? first.end };
}

function migration(
  statement: Statement,
  place: Place,
  { lines, notes }: Replacement,
  comments: readonly Span[],
): StatementMigration {
  const told = notes.map((message): MigrationNote => ({ message, place }));
  if (lines === undefined) return { statement, edit: undefined, notes: told };
  const written = place.source.text.slice(place.start, place.end);
  // What nothing takes the place of is still there to be read.
  const instead = lines.length > 0 ? lines : written.split('\n').map((line) => `# ${line.trim()}`);
  const body = instead.join('\n');
  const kept = comments
    .filter(({ start, end }) => start >= place.start && end <= place.end)
    .map(({ start, end }) => place.source.text.slice(start, end))
    .filter((comment) => !body.includes(comment));
  const remarks = notes.map((note) => `# migrated: ${note}`);
  const text = [...kept, ...remarks, ...instead].join(`\n${indentation(place)}`);
  return { statement, edit: { ...place, text }, notes: told };
}

/** The white space in front of a statement that begins its line. */
function indentation({ source, start }: Place): string {
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*$/.test(line) ? line : '';
}
