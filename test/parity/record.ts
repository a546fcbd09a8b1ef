import { askJudge, findJudge, JUDGE_VERSIONS, judgeVariable } from '../support/judge.js';
import { Workspace } from '../support/judge-workspace.js';
import { isLost } from './comparison.js';
import {
  allFixtures,
  type Expected,
  orphans,
  readExpected,
  removeExpected,
  writeExpected,
  writeFixture,
} from './fixtures.js';

/**
 * Asks every daemon that the environment names about every fixture and writes down the answers. Without a daemon of a
 * version, what was recorded of it stays. The result is the exit status.
 */
export async function record(): Promise<number> {
  const fixtures = allFixtures();
  const workspace = Workspace.create();
  try {
    const files = fixtures.map((fixture) => writeFixture(workspace, fixture));
    const expected = fixtures.map((fixture): Partial<Expected> => readExpected(fixture.name) ?? {});
    for (const version of JUDGE_VERSIONS) {
      const judge = findJudge(version);
      if (judge === undefined) {
        console.log(`${version}: no daemon (${judgeVariable(version)}); what was recorded stays`);
        continue;
      }
      const verdicts = await askJudge(judge, workspace.directory, files);
      for (const [at, verdict] of verdicts.entries()) {
        const { status, stderr, encoding } = verdict;
        if (isLost(verdict)) console.log(`${version}: ${files[at]}: status ${status}`);
        expected[at] = { ...expected[at], [version]: { status, stderr: workspace.normalise(stderr), encoding } };
      }
      console.log(
        `${version}: ${files.length} fixtures, ${verdicts.filter(({ status }) => status === 0).length} accepted`,
      );
    }
    for (const [at, fixture] of fixtures.entries()) writeExpected(fixture.name, expected[at] as Expected);
  } finally {
    workspace.remove();
  }
  for (const name of orphans(fixtures)) removeExpected(name);
  return 0;
}
