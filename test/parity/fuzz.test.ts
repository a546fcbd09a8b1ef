import { expect, test } from 'vitest';
import { describeWithJudge } from '../support/judge-suite.js';
import { Workspace } from '../support/judge-workspace.js';
import { fuzz } from './fuzz/run.js';
import { samples } from './fuzz/samples.js';
import { Subject } from './subject.js';

const CASES = 500;
const SEED = 20;

describeWithJudge('6.8.0', '-n on generated files', (judge) => {
  test(`${CASES} cases (the same, and more: npm run fuzz:parity -- --seed ${SEED} --cases N)`, async () => {
    const workspace = Workspace.create();
    try {
      const subject = new Subject(workspace, 'system');
      const result = await fuzz(
        { workspace, judge, subject },
        { cases: CASES, seed: SEED, samples: samples(workspace) },
      );
      expect(result.disagreements).toEqual([]);
      expect(result.accepted / CASES, 'share of files that the daemon accepts').toBeGreaterThan(0.4);
    } finally {
      workspace.remove();
    }
  });
});
