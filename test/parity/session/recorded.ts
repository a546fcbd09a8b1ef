import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { JudgeVersion } from '../../support/judge.js';
import type { Facts } from './facts.js';
import { SCENARIOS } from './read-scenario.js';

/** What the daemons did, masked. */
export type RecordedFacts = Partial<Record<JudgeVersion, Facts>>;

const SUFFIX = '.expected.json';

export function readRecorded(name: string): RecordedFacts | undefined {
  const path = `${SCENARIOS}/${name}${SUFFIX}`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** Only scripts/record-sessions.mjs calls this. */
export function writeRecorded(name: string, recorded: RecordedFacts): void {
  writeFileSync(`${SCENARIOS}/${name}${SUFFIX}`, `${JSON.stringify(recorded, undefined, 1)}\n`);
}

/** Removes what was recorded of scenarios that are gone. */
export function removeOrphans(names: readonly string[]): void {
  for (const orphan of orphans(names)) rmSync(`${SCENARIOS}/${orphan}${SUFFIX}`);
}

/** Names with facts but without a scenario. */
export function orphans(names: readonly string[]): string[] {
  const recorded = readdirSync(SCENARIOS).filter((file) => file.endsWith(SUFFIX));
  return recorded.map((file) => file.slice(0, -SUFFIX.length)).filter((name) => !names.includes(name));
}
