import { setImmediate } from 'node:timers/promises';
import { askJudge, type Judge, type Verdict } from '../support/judge.js';
import type { Workspace } from '../support/judge-workspace.js';
import type { Subject } from './subject.js';

/** What both sides say of one file. */
export interface Comparison {
  readonly judge: Verdict;
  readonly ours: Verdict;
  readonly agree: boolean;
}

/** Asks both sides about files of a workspace, in order. Ours works while the daemon's processes run. */
export async function compareFiles(
  workspace: Workspace,
  judge: Judge,
  subject: Subject,
  files: readonly string[],
): Promise<Comparison[]> {
  const judging = askJudge(judge, workspace.directory, files);
  const ours: Verdict[] = [];
  for (const file of files) {
    ours.push(subject.ask(file, judge.version));
    // Lets the judge's shells have their next batches.
    if (ours.length % 8 === 0) await setImmediate();
  }
  const judged = await judging;
  return judged.map((verdict, at) => {
    const answer = ours[at] as Verdict;
    return { judge: verdict, ours: answer, agree: isSame(verdict, answer) };
  });
}

/** Byte for byte the same text, and the same status. */
function isSame(one: Verdict, other: Verdict): boolean {
  return one.stderr === other.stderr && one.encoding === other.encoding && one.status === other.status;
}

/** Whether the daemon itself crashed or hung: it gives no answer to agree with. */
export function isLost(verdict: Verdict): boolean {
  return verdict.status < 0 || verdict.status > 128;
}
