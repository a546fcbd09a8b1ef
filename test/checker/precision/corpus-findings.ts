import { type Finding, lint } from '@smtpd-conf/checker';
import { type Analysis, analyze, applyMigration, migrateStatements } from '@smtpd-conf/compiler';
import { Source, type Version } from '@smtpd-conf/grammar';
import { type CorpusFile, corpusFiles } from '../../support/corpus.js';
import { type StubMachine, stubMachine } from './stub-world.js';

/** An error or a warning about a real configuration that the daemon accepts. */
export interface CorpusFinding {
  /** `modern/004.conf`, or the name of a table file that we made up beside it. */
  readonly file: string;
  readonly finding: Finding;
  /** Counts from 1. */
  readonly line: number;
}

/** A real configuration, on a machine that has all it names. */
export interface AcceptedFile {
  readonly name: string;
  readonly text: string;
  readonly version: Version;
  readonly machine: StubMachine;
}

/** The groups of files that are looked at apart. */
export const GROUPS = ['6.8.0', '7.8.0', 'migrated'] as const;
export type Group = (typeof GROUPS)[number];

/**
 * The files of the corpus that a release accepts as they are; and those that 6.0.3 accepts, as `migrate` writes them for 7.8.0,
 * but for the few of which it says that they need a hand.
 */
export function acceptedFiles(group: Group): readonly AcceptedFile[] {
  const files = corpusFiles(['modern', 'legacy', 'template', 'other', 'unknown']);
  if (group === 'migrated') return files.filter(({ recorded }) => recorded.exit60 === '0').flatMap(migrated);
  return files
    .filter(({ recorded }) => (group === '6.8.0' ? recorded.exit68 : recorded.exit78) === '0')
    .map((file) => ({ ...prepared(file), version: group }));
}

/** The verdicts were recorded without carriage returns. */
function prepared({ name, text }: CorpusFile): { name: string; text: string; machine: StubMachine } {
  return { name, text: text.replaceAll('\r', ''), machine: stubMachine(text) };
}

function migrated(file: CorpusFile): AcceptedFile[] {
  const { name, text, machine } = prepared(file);
  const source = new Source(name, text);
  const written = applyMigration(source, migrateStatements(analyze(source, machine.world, target('7.8.0', machine))));
  const result: AcceptedFile = { name, text: written, version: '7.8.0', machine };
  return analyzed(result).problems.some(({ severity }) => severity === 'error') ? [] : [result];
}

function target(version: Version, { platform }: StubMachine) {
  return { version, platform } as const;
}

export function analyzed({ name, text, version, machine }: AcceptedFile): Analysis {
  return analyze(new Source(name, text), machine.world, target(version, machine));
}

/** All findings of severity error or warning, file after file. */
export function corpusFindings(group: Group): readonly CorpusFinding[] {
  return acceptedFiles(group).flatMap((file) =>
    lint(analyzed(file))
      .filter(({ severity }) => severity !== 'info')
      .map((finding) => {
        const { source, start } = finding.span;
        const line = source.text.slice(0, start).split('\n').length;
        return { file: source.name === file.name ? file.name : `${file.name}: ${source.name}`, finding, line };
      }),
  );
}
