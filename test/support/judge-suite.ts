import { describe, it } from 'vitest';
import { findJudge, type Judge, type JudgeVersion, judgesRequired, judgeVariable, mayAskJudges } from './judge.js';

/**
 * A describe block whose tests need a daemon. Without one they are skipped, with a line that says so; where judges are
 * required (SMTPD_CONF_REQUIRE_JUDGES=1) the block fails instead.
 */
export function describeWithJudge(version: JudgeVersion, name: string, body: (judge: Judge) => void): void {
  const judge = findJudge(version);
  if (judge) {
    describe(`${name} (judge: ${version})`, () => body(judge));
    return;
  }
  const reason = mayAskJudges()
    ? `no smtpd ${version}: install Debian's opensmtpd or set ${judgeVariable(version)}`
    : `smtpd ${version} is asked by root only`;
  if (judgesRequired()) {
    describe(name, () => {
      it('has its judge', () => {
        throw new Error(reason);
      });
    });
    return;
  }
  console.warn(`skipped: ${name}: ${reason}`);
  describe.skip(`${name} (skipped: ${reason})`, () => {
    it('needs a judge', () => undefined);
  });
}
