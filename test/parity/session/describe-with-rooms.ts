import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';
import { type Judge, type JudgeVersion, judgesRequired } from '../../support/judge.js';
import { describeWithJudge } from '../../support/judge-suite.js';

/**
 * A describe block whose tests let a daemon live in namespaces. Where these cannot be made (not root, or a container that
 * forbids it) they are skipped with a line that says so; where judges are required, they fail.
 */
export function describeWithRooms(version: JudgeVersion, name: string, body: (judge: Judge) => void): void {
  const problem = namespaceProblem();
  if (problem === undefined || judgesRequired()) {
    describeWithJudge(version, name, (judge) => {
      if (problem === undefined) body(judge);
      else {
        it('can make namespaces', () => {
          throw new Error(problem);
        });
      }
    });
    return;
  }
  console.warn(`skipped: ${name}: no namespaces: ${problem}`);
  describe.skip(`${name} (skipped: ${problem})`, () => {
    it('needs namespaces', () => undefined);
  });
}

/** The same for tests that bring a server of their own. */
export function describeInRooms(name: string, body: () => void): void {
  const problem = namespaceProblem();
  if (problem === undefined) return void describe(name, body);
  if (!judgesRequired()) console.warn(`skipped: ${name}: no namespaces: ${problem}`);
  (judgesRequired() ? describe : describe.skip)(`${name} (${problem})`, () => {
    it('can make namespaces', () => {
      throw new Error(problem);
    });
  });
}

function namespaceProblem(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can start the daemon';
  const { status, stderr, error } = spawnSync('unshare', ['-m', '-n', '-u', '-p', '-f', '--mount-proc', 'true'], {
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}
