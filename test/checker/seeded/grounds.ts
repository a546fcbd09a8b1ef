import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, lint, RULES } from '@smtpd-conf/checker';
import { analyze, describedWorld, type World } from '@smtpd-conf/compiler';
import { NEWEST, type Platform, Source, type Version } from '@smtpd-conf/grammar';
import { allFixtures } from '../../parity/fixtures.js';
import { corpusFiles } from '../../support/corpus.js';
import { FIXTURES } from '../../support/judge-workspace.js';
import { EXAMPLE_HOST, filesOf } from '../examples.js';
import { stubMachine } from '../precision/stub-world.js';

/** A configuration that the daemon accepts, on a host that has what it names. */
export interface Ground {
  readonly name: string;
  readonly kind: 'example' | 'fixture' | 'corpus';
  readonly text: string;
  readonly world: World;
  readonly platform: Platform;
}

type Files = ReturnType<typeof filesOf>;

/** The good example of every rule, the fixtures and the corpus, as far as 7.8.0 accepts them. */
export function grounds(): readonly Ground[] {
  const host = describedWorld({ ...EXAMPLE_HOST, files: filesOf({ text: '' }) });
  const examples = RULES.map(({ meta: { id, good, platforms } }): Ground => {
    const world = describedWorld({ ...EXAMPLE_HOST, files: filesOf(good) });
    return { name: id, kind: 'example', text: good.text, world, platform: platforms?.[0] ?? 'linux' };
  });
  const fixtures = allFixtures()
    .filter(({ name, text }) => text.length < 4000 && /\bmatch\b/.test(text) && recordedStatus(name) === 0)
    .map(({ name, text }): Ground => ({ name, kind: 'fixture', text, world: host, platform: 'linux' }));
  const corpus = corpusFiles(['modern'])
    .filter(({ recorded }) => recorded.exit78 === '0')
    .map(({ name, text }): Ground => ({ name, kind: 'corpus', text, ...stubMachine(text) }));
  return [...examples, ...fixtures, ...corpus].filter((ground) => !broken(ground));
}

function recordedStatus(name: string): number | undefined {
  try {
    return JSON.parse(readFileSync(join(FIXTURES, `${name}.expected.json`), 'utf8'))['7.8.0']?.status;
  } catch {
    return undefined;
  }
}

/** On a host that lacks what it names, or with a mistake that ends nothing. */
const broken = (ground: Ground): boolean =>
  findingsIn(ground.text, ground).some(({ severity }) => severity === 'error');

/** What is found in a text on a ground's host, where `files` are as well. */
export function findingsIn(
  text: string,
  { world, platform }: Ground,
  version: Version = NEWEST,
  files: Files = {},
): readonly Finding[] {
  const host = Object.keys(files).length === 0 ? world : withFiles(world, files);
  return lint(analyze(new Source('smtpd.conf', text), host, { version, platform }));
}

function withFiles(world: World, files: Files): World {
  const own = describedWorld({ files });
  const overlaid: World = Object.create(world);
  overlaid.readFile = (path) => (path in files ? own : world).readFile(path);
  overlaid.status = (path) => (path in files ? own : world).status(path);
  return overlaid;
}
