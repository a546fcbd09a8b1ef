import type { Judge } from '../../support/judge.js';
import type { Workspace } from '../../support/judge-workspace.js';
import { type Comparison, compareFiles, isLost } from '../comparison.js';
import type { Subject } from '../subject.js';
import { caseBlock, type FuzzCase, INCLUDED } from './case.js';
import { minimise } from './minimiser.js';

/** The two sides, and where they meet. */
export interface Bench {
  readonly workspace: Workspace;
  readonly judge: Judge;
  readonly subject: Subject;
}

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  readonly samples: readonly string[];
  /** Called after each block of cases. */
  readonly onProgress?: (done: number, result: FuzzResult) => void;
}

export interface Disagreement extends Comparison {
  /** Says how to get it again. */
  readonly name: string;
  readonly text: string;
}

export interface FuzzResult {
  accepted: number;
  /** Cases on which the daemon itself crashed or hung: it gives no answer to agree with. */
  readonly lost: Disagreement[];
  readonly disagreements: Disagreement[];
}

/** Fixed, so that what case a number stands for does not depend on how many are asked for. */
const BLOCK = 500;

/** Asks both sides about generated cases. */
export async function fuzz(bench: Bench, options: FuzzOptions): Promise<FuzzResult> {
  const result: FuzzResult = { accepted: 0, lost: [], disagreements: [] };
  for (let done = 0; done < options.cases; done += BLOCK) {
    const block = caseBlock(bench.judge.version, options.samples, options.seed, done / BLOCK, BLOCK);
    const wanted = block.slice(0, options.cases - done);
    const comparisons = await compareTexts(bench, wanted);
    for (const [at, comparison] of comparisons.entries()) {
      if (comparison.judge.status === 0) result.accepted++;
      if (comparison.agree) continue;
      const name = `${bench.judge.version}-seed${options.seed}-case${done + at}`;
      const found = { ...comparison, name, text: wanted[at] as FuzzCase };
      (isLost(comparison.judge) ? result.lost : result.disagreements).push(found);
    }
    options.onProgress?.(done + wanted.length, result);
  }
  return result;
}

/** Both sides' answers on texts, each written to a file of its own with a name that is always as long. */
export async function compareTexts(
  { workspace, judge, subject }: Bench,
  texts: readonly string[],
): Promise<Comparison[]> {
  const files = texts.map((text, at) => {
    const name = `case${String(at).padStart(4, '0')}.conf`;
    writeCase(workspace, name, text);
    return name;
  });
  return compareFiles(workspace, judge, subject, files);
}

/** The main file under `name`, and the one it names; what an earlier case left of that goes. */
function writeCase(workspace: Workspace, name: string, text: FuzzCase): void {
  const [main = '', ...included] = text.split(INCLUDED);
  const other = name.replace('.conf', '.incl');
  workspace.write(name, main.replaceAll('@INCLUDE@', other));
  if (included.length === 0) workspace.delete(other);
  else workspace.write(other, included.join('').replaceAll('@INCLUDE@', other));
}

/** The shortest text found on which both sides still disagree. */
export function minimiseDisagreement(bench: Bench, text: string): Promise<string> {
  return minimise(text, async (texts) => {
    const comparisons = await compareTexts(bench, texts);
    return comparisons.map((comparison) => !comparison.agree && !isLost(comparison.judge));
  });
}
