import { daemonCheck, type World } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { Source, type Version } from '@smtpd-conf/grammar';
import { expect, test } from 'vitest';
import type { CheckOptions } from '../../cli/src/check/check-options.js';
import { bytesOf, fixSource } from '../../cli/src/check/fix-source.js';
import { NO_SETTINGS } from '../../cli/src/settings/load-settings.js';
import { allFixtures } from '../parity/fixtures.js';
import { corpusAvailable, corpusFiles } from '../support/corpus.js';
import { askJudge, findJudge } from '../support/judge.js';
import { Workspace } from '../support/judge-workspace.js';
import { JudgeWorld } from '../support/judge-world.js';
import { stub } from '../support/stubs.js';

/** Larger fixtures are about limits of the parser. */
const LARGE = 8_000;

interface Mended {
  /** The files to ask about, relative to the workspace. */
  readonly before: string;
  readonly after: string;
}

/** Mends a file again and again; what is wrong with that goes to `faults`, what changed is written and named. */
function mend(
  file: string,
  workspace: Workspace,
  world: World,
  fix: 'safe' | 'unsafe',
  version: Version,
  faults: string[],
) {
  const options = optionsFor(fix, version);
  const bytes = world.readFile(file);
  if (!bytes.ok) return [];
  const source = Source.fromBytes(file, bytes.value);
  const once = fixSource(source, file, world, options);
  if (once === source) return [];
  const twice = fixSource(Source.fromBytes(file, bytesOf(source, once.text)), file, world, options);
  if (twice.text !== once.text) faults.push(`${file} with ${fix} fixes for ${version}: mended again, it changes again`);
  const after = `mended-${version}-${fix}-${file}`;
  workspace.write(after, bytesOf(source, once.text).toString('latin1'));
  return [{ before: file, after }];
}

function optionsFor(fix: 'safe' | 'unsafe', version: Version): CheckOptions {
  return {
    paths: [],
    target: { version, platform: 'linux' },
    root: undefined,
    outputs: [],
    failOn: undefined,
    maxWarnings: 0,
    quiet: false,
    fix,
    diff: false,
    stdinName: undefined,
    settings: NO_SETTINGS,
    choice: { ignore: [] },
  };
}

/** All that was mended, which daemon accepted what was there and refuses what is there now. */
async function turned(
  mended: readonly Mended[],
  workspace: Workspace,
  world: World,
  version: Version,
): Promise<string[]> {
  const judge = version === '6.8.0' ? findJudge('6.8.0') : undefined;
  const files = mended.flatMap(({ before, after }) => [before, after]);
  const accepts = judge
    ? (await askJudge(judge, workspace.directory, files)).map(({ status }) => status === 0)
    : files.map((file) => daemonCheck(file, world, { version, platform: 'linux' }).status === 0);
  return mended.flatMap(({ after }, at) => (accepts[2 * at] && !accepts[2 * at + 1] ? [after] : []));
}

/** `npm run check:fixes` tries all files; `npm test` one in so many of the corpus and of the fixtures, others for each release. */
const EVERY = process.env.SMTPD_CONF_ALL_FIXES ? { corpus: 1, fixtures: 1 } : { corpus: 4, fixtures: 10 };

/** Writes what there is to mend, and names it. */
function writeAll(workspace: Workspace, version: Version): string[] {
  const fixtures = allFixtures()
    .filter(({ text }, at) => text.length < LARGE && isTaken(at, EVERY.fixtures, version))
    .map(({ name, text }) => {
      workspace.write(`${name}.conf`, text);
      return `${name}.conf`;
    });
  const corpus = corpusFiles(['modern', 'legacy', 'template', 'other', 'unknown']);
  const real = corpus
    .filter((_, at) => isTaken(at, EVERY.corpus, version))
    .map(({ name, text }) => {
      const stubbed = stub(text);
      workspace.install(stubbed.files);
      const file = name.replaceAll('/', '-');
      workspace.write(file, stubbed.text);
      return file;
    });
  return [...fixtures, ...real];
}

const isTaken = (at: number, every: number, version: Version): boolean =>
  at % every === (version === '6.8.0' || every === 1 ? 0 : 1);

if (!corpusAvailable()) console.warn('fixes are tried on the fixtures only: ../shared/corpus is not there');

test.each(['6.8.0', '7.8.0'] as const)(
  'fixes of every file for %s converge, and leave no file refused that was accepted',
  { timeout: 300_000 },
  async (version) => {
    const workspace = Workspace.create();
    try {
      const world = new JudgeWorld(new SystemWorld(), workspace.directory);
      const faults: string[] = [];
      const files = writeAll(workspace, version);
      const mended = (['safe', 'unsafe'] as const).flatMap((fix) =>
        files.flatMap((file) => mend(file, workspace, world, fix, version, faults)),
      );
      expect(mended.length).toBeGreaterThan(corpusAvailable() ? 60 : 20);
      expect([...faults, ...(await turned(mended, workspace, world, version))]).toEqual([]);
    } finally {
      workspace.remove();
    }
  },
);
