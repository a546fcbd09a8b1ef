import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findJudge, judgeVariable, type Verdict } from '../../support/judge.js';
import { Workspace } from '../../support/judge-workspace.js';
import { isLost } from '../comparison.js';
import { Subject } from '../subject.js';
import { kindOf } from './kind.js';
import { type Options, readOptions, USAGE } from './options.js';
import { type Bench, compareTexts, type Disagreement, type FuzzResult, fuzz, minimiseDisagreement } from './run.js';
import { samples } from './samples.js';

/** Runs the fuzzer as the command line says; the result is the exit status. */
export async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const judge = findJudge(options.version);
  if (judge === undefined) {
    process.stderr.write(`no smtpd ${options.version} to ask; set ${judgeVariable(options.version)}\n`);
    return 2;
  }
  const workspace = Workspace.create();
  try {
    const bench = { workspace, judge, subject: new Subject(workspace, 'system') };
    const result = await (options.files.length > 0 ? replay(bench, options) : generate(bench, options));
    save(workspace, options, [...result.disagreements, ...result.lost]);
    await showKinds(bench, options, result.disagreements);
    return result.disagreements.length > 0 ? 1 : 0;
  } finally {
    workspace.remove();
  }
}

async function generate(bench: Bench, { cases, seed }: Options): Promise<FuzzResult> {
  const started = performance.now();
  const result = await fuzz(bench, { cases, seed, samples: samples(bench.workspace), onProgress: progress(cases) });
  const seconds = (performance.now() - started) / 1000;
  const share = ((100 * result.accepted) / Math.max(1, cases)).toFixed(1);
  const pace = (cases / seconds).toFixed(0);
  console.log(`smtpd ${bench.judge.version}, seed ${seed}: ${cases} cases in ${seconds.toFixed(1)} s (${pace}/s)`);
  console.log(`accepted: ${result.accepted} (${share} %), daemon crashed: ${result.lost.length}`);
  console.log(`disagreements: ${result.disagreements.length}`);
  return result;
}

function progress(cases: number): (done: number, result: FuzzResult) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, { accepted, disagreements }) => {
    const end = done < cases ? '' : '\r\x1b[K';
    process.stderr.write(`\r${done}/${cases}: ${accepted} accepted, ${disagreements.length} disagreements${end}`);
  };
}

async function replay(bench: Bench, { files }: Options): Promise<FuzzResult> {
  const texts = files.map((file) => readFileSync(file, 'latin1'));
  // Saved cases may name what the corpus names.
  samples(bench.workspace);
  const comparisons = await compareTexts(bench, texts);
  const found = comparisons.flatMap((comparison, at): Disagreement[] =>
    comparison.agree
      ? []
      : [{ ...comparison, name: basename(files[at] as string, '.conf'), text: texts[at] as string }],
  );
  console.log(`${files.length} files, disagreements: ${found.length}`);
  return {
    accepted: comparisons.filter(({ judge }) => judge.status === 0).length,
    lost: found.filter(({ judge }) => isLost(judge)),
    disagreements: found.filter(({ judge }) => !isLost(judge)),
  };
}

/** Writes each disagreement to DIR/NAME.conf, and both answers to DIR/NAME.txt. */
function save(workspace: Workspace, { out }: Options, found: readonly Disagreement[]): void {
  if (found.length > 0) mkdirSync(out, { recursive: true });
  const side = ({ stderr, encoding, status }: Verdict): string =>
    `status ${status}, ${encoding}\n${workspace.normalise(stderr)}`;
  for (const { name, text, judge, ours } of found) {
    writeFileSync(join(out, `${name}.conf`), Buffer.from(text, 'latin1'));
    writeFileSync(join(out, `${name}.txt`), `--- daemon: ${side(judge)}\n--- ours: ${side(ours)}`);
  }
}

/** Lists the kinds of disagreement, each with the shortest file found that shows one. */
async function showKinds(bench: Bench, { out, minimise }: Options, found: readonly Disagreement[]): Promise<void> {
  const kinds = new Map<string, Disagreement[]>();
  for (const item of found) kinds.set(kindOf(item), [...(kinds.get(kindOf(item)) ?? []), item]);
  const byCount = [...kinds].sort(([, a], [, b]) => b.length - a.length);
  for (const [index, [kind, items]] of byCount.entries()) {
    const [example] = items.toSorted((a, b) => a.text.length - b.text.length) as [Disagreement];
    console.log(`\n${items.length} x  ${kind}\n  ${join(out, `${example.name}.conf`)}`);
    if (index >= minimise) continue;
    const text = await minimiseDisagreement(bench, example.text);
    const [comparison] = await compareTexts(bench, [text]);
    writeFileSync(join(out, `${example.name}.min.conf`), Buffer.from(text, 'latin1'));
    console.log(`  input:  ${JSON.stringify(text)}`);
    console.log(`  daemon: ${JSON.stringify(comparison?.judge)}`);
    console.log(`  ours:   ${JSON.stringify(comparison?.ours)}`);
  }
}
