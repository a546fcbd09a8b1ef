import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFiles } from '../../support/corpus.js';
import { FIXTURES, type Workspace } from '../../support/judge-workspace.js';
import { stub } from '../../support/stubs.js';

/** Larger files would only slow everything down. */
const LARGEST = 6000;

/** Whole configurations to mutate, each character a byte: the fixtures, and the corpus where there is one. */
export function samples(workspace: Workspace): string[] {
  return [...fixtureTexts(), ...corpusTexts(workspace)].filter((text) => text.length <= LARGEST);
}

function fixtureTexts(): string[] {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.conf'));
  return names.sort().map((name) => readFileSync(join(FIXTURES, name), 'latin1'));
}

function corpusTexts(workspace: Workspace): string[] {
  return corpusFiles(['modern', 'template']).map((file) => {
    const { text, files } = stub(file.text);
    workspace.install(files);
    return text;
  });
}
