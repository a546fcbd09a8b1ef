import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JudgeVersion, Verdict } from '../support/judge.js';
import { FIXTURES, type Workspace } from '../support/judge-workspace.js';
import { GENERATED } from './generated-fixtures.js';

/** A configuration with a name that says what it shows. Each character of the text is a byte. */
export interface Fixture {
  readonly name: string;
  readonly text: string;
}

/** What the daemons said when it was recorded; @FILES@ stands in messages too. */
export type Expected = Readonly<Record<JudgeVersion, Verdict>>;

/** All fixtures: the files, and those that are too large to keep. */
export function allFixtures(): Fixture[] {
  const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.conf'));
  const kept = files.sort().map((name) => ({
    name: name.slice(0, -'.conf'.length),
    text: readFileSync(join(FIXTURES, name), 'latin1'),
  }));
  return [...kept, ...GENERATED];
}

/** The file that both sides read for a fixture, relative to the workspace. */
export function writeFixture(workspace: Workspace, { name, text }: Fixture): string {
  const file = `${name}.conf`;
  workspace.write(file, text);
  return file;
}

function expectedPath(name: string): string {
  return join(FIXTURES, `${name}.expected.json`);
}

/** A recorded verdict; the encoding is only written where it is not UTF-8. */
type Written = Omit<Verdict, 'encoding'> & { readonly encoding?: 'latin1' };

/** What was recorded for a fixture; undefined where nothing was. */
export function readExpected(name: string): Partial<Expected> | undefined {
  const path = expectedPath(name);
  if (!existsSync(path)) return undefined;
  const written = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Written>);
  return Object.fromEntries(written.map(([version, verdict]) => [version, { encoding: 'utf-8', ...verdict }]));
}

/** Only scripts/record-parity.mjs calls this. */
export function writeExpected(name: string, expected: Partial<Expected>): void {
  const written = Object.entries(expected).map(([version, { status, stderr, encoding }]): [string, Written] => [
    version,
    encoding === 'latin1' ? { status, stderr, encoding } : { status, stderr },
  ]);
  writeFileSync(expectedPath(name), `${JSON.stringify(Object.fromEntries(written), undefined, 2)}\n`);
}

/** Removes the expectations of a fixture that is gone. */
export function removeExpected(name: string): void {
  rmSync(expectedPath(name));
}

/** Names with an expectation but without a fixture. */
export function orphans(fixtures: readonly Fixture[]): string[] {
  const known = new Set(fixtures.map((fixture) => fixture.name));
  const recorded = readdirSync(FIXTURES).filter((file) => file.endsWith('.expected.json'));
  return recorded.map((file) => file.slice(0, -'.expected.json'.length)).filter((name) => !known.has(name));
}
