import { type Analysis, analyze, applyMigration, migrateStatements, type World } from '@smtpd-conf/compiler';
import { parse, Source, type Version } from '@smtpd-conf/grammar';

export interface Migrated {
  readonly before: Analysis;
  readonly text: string;
  readonly notes: readonly string[];
}

/** A configuration's text brought up to date. */
export function migrated(name: string, text: string, world: World, version: Version): Migrated {
  const source = new Source(name, text);
  const before = analyze(source, world, { version, platform: 'linux' });
  const migrations = migrateStatements(before);
  const notes = migrations.flatMap((one) => one.notes.map(({ message }) => message));
  return { before, text: applyMigration(source, migrations), notes };
}

/** The comments of a text, in order. */
export function commentsOf(text: string): string[] {
  return parse(text).ast.comments.map(({ start, end }) => text.slice(start, end).trimEnd());
}
