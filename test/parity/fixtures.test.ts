import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JUDGE_VERSIONS } from '../support/judge.js';
import { describeWithJudge } from '../support/judge-suite.js';
import { Workspace } from '../support/judge-workspace.js';
import { type Comparison, compareFiles, isLost } from './comparison.js';
import { allFixtures, orphans, readExpected, writeFixture } from './fixtures.js';
import { Subject } from './subject.js';

const fixtures = allFixtures();
const named = fixtures.map((fixture) => [fixture.name, fixture] as const);
let workspace: Workspace;
let subject: Subject;

beforeAll(() => {
  workspace = Workspace.create();
  for (const fixture of fixtures) writeFixture(workspace, fixture);
  subject = new Subject(workspace, 'fixtures');
});
afterAll(() => workspace.remove());

describe.each(JUDGE_VERSIONS)('-n on the fixtures says what smtpd %s said', (version) => {
  test.each(named)('%s', (name) => {
    const expected = readExpected(name)?.[version];
    expect(expected, 'recorded; see scripts/record-parity.mjs').toBeDefined();
    const ours = subject.ask(`${name}.conf`, version);
    expect({ ...ours, stderr: workspace.normalise(ours.stderr) }).toEqual(expected);
  });
});

test('every expectation has its fixture', () => {
  expect(orphans(fixtures)).toEqual([]);
});

describeWithJudge('6.8.0', '-n on the fixtures says what the daemon here says', (judge) => {
  let comparisons: Map<string, Comparison>;

  beforeAll(async () => {
    const files = fixtures.map((fixture) => `${fixture.name}.conf`);
    const found = await compareFiles(workspace, judge, new Subject(workspace, 'system'), files);
    comparisons = new Map(fixtures.map((fixture, at) => [fixture.name, found[at] as Comparison]));
  });

  test.each(named)('%s', (name) => {
    const comparison = comparisons.get(name) as Comparison;
    if (!isLost(comparison.judge)) expect(comparison.ours).toEqual(comparison.judge);
  });
});
