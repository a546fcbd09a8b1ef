import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findJudge, type Judge, JUDGE_VERSIONS, type JudgeVersion, judgesRequired, judgeVariable } from '../../support/judge.js';
import { Workspace } from '../../support/judge-workspace.js';
import { Subject } from '../subject.js';
import { type Bench, type Disagreement, type FuzzResult, fuzz, compareTexts, minimiseDisagreement } from './run.js';
import { samples } from './samples.js';

const USAGE = `usage: npm run fuzz:parity -- [--cases N] [--seed S] [--version V] [--out DIR] [--minimise N] [--print N]

Compares our -n with the daemon's on generated files. Versions: ${JUDGE_VERSIONS.join(', ')}.
--out DIR      where disagreements are saved (fuzz-disagreements)
--minimise N   how many disagreements to shrink (20)
--print N      print cases instead: the first N
`;

interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly version: JudgeVersion;
  readonly out: string;
  readonly minimise: number;
  readonly print: number;
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '500' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      version: { type: 'string', default: '6.8.0' },
      out: { type: 'string', default: 'fuzz-disagreements' },
      minimise: { type: 'string', default: '20' },
      print: { type: 'string', default: '0' },
    },
  });
  const version = JUDGE_VERSIONS.find((known) => known === values.version);
  const numbers = [values.cases, values.seed, values.minimise, values.print].map(Number);
  if (version === undefined || numbers.some((value) => !Number.isSafeInteger(value) || value < 0)) return undefined;
  const [cases = 0, seed = 0, minimise = 0, print = 0] = numbers;
  return { cases, seed, version, out: values.out, minimise, print };
}

/** Runs the fuzzer as the command line says; the result is the exit status. */
export async function main(): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
  }
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const judge = findJudge(options.version);
  if (judge === undefined) {
    console.error(`no smtpd ${options.version} to ask; set ${judgeVariable(options.version)}`);
    return judgesRequired() ? 1 : 0;
  }
  const workspace = Workspace.create();
  try {
    return await run({ workspace, judge, subject: new Subject(workspace, 'system') }, options);
  } finally {
    workspace.remove();
  }
}

async function run(bench: Bench, options: Options): Promise<number> {
  const { cases, seed } = options;
  const started = performance.now();
  const result = await fuzz(bench, {
    cases,
    seed,
    samples: samples(bench.workspace),
    onProgress: (done, { accepted, disagreements }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done}/${cases}, ${accepted} accepted, ${disagreements.length} disagreements`);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  report(result, bench.judge, options, seconds);
  await save(bench, result, options);
  return result.disagreements.length > 0 ? 1 : 0;
}

function report(result: FuzzResult, judge: Judge, { cases, seed }: Options, seconds: number): void {
  const share = ((100 * result.accepted) / Math.max(1, cases)).toFixed(1);
  const pace = (cases / seconds).toFixed(0);
  console.log(`smtpd ${judge.version}, seed ${seed}: ${cases} cases in ${seconds.toFixed(1)} s (${pace}/s)`);
  console.log(`accepted: ${result.accepted} (${share} %), daemon crashed: ${result.lost.length}`);
  console.log(`disagreements: ${result.disagreements.length}`);
}

async function save(bench: Bench, result: FuzzResult, options: Options): Promise<void> {
  const found = [...result.disagreements, ...result.lost];
  if (found.length === 0) return;
  mkdirSync(options.out, { recursive: true });
  for (const item of found) saveOne(bench.workspace, options, item);
  for (const item of result.disagreements.slice(0, options.minimise)) {
    const small = await minimiseDisagreement(bench, item.case.text);
    const [comparison] = await compareTexts(bench, [small]);
    const stem = join(options.out, nameOf(options, item));
    writeFileSync(`${stem}.min.conf`, Buffer.from(small, 'latin1'));
    console.log(`\n${stem}.min.conf: ${JSON.stringify(small)}`);
    console.log(`  daemon: ${JSON.stringify(comparison?.judge)}`);
    console.log(`  ours:   ${JSON.stringify(comparison?.ours)}`);
  }
  console.log(`\nsaved in ${options.out}/`);
}

function nameOf({ version, seed }: Options, { number }: Disagreement): string {
  return `${version}-seed${seed}-case${number}`;
}

function saveOne(workspace: Workspace, options: Options, item: Disagreement): void {
  const stem = join(options.out, nameOf(options, item));
  const side = (verdict: { stderr: string; status: number }): string => `status ${verdict.status}\n${workspace.normalise(verdict.stderr)}`;
  writeFileSync(`${stem}.conf`, Buffer.from(item.case.text, 'latin1'));
  writeFileSync(`${stem}.txt`, `seed ${options.seed}, case ${item.number}, ${item.case.kind}\n\n--- daemon: ${side(item.judge)}\n--- ours: ${side(item.ours)}`);
}
