import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES } from './judge-workspace.js';

let texts: readonly string[] | undefined;

/** The configurations of fixtures/parity, one character a byte. */
export function fixtureTexts(): readonly string[] {
  texts ??= readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.conf'))
    .map((name) => readFileSync(join(FIXTURES, name), 'latin1'));
  return texts;
}
