import { isDeepStrictEqual } from 'node:util';
import { findJudge, JUDGE_VERSIONS, type JudgeVersion, judgeVariable } from '../../support/judge.js';
import type { Facts } from './facts.js';
import { maskFacts } from './mask.js';
import { allScenarios, type ScenarioFixture } from './read-scenario.js';
import { type RecordedFacts, readRecorded, removeOrphans, writeRecorded } from './recorded.js';
import { Rooms } from './rooms.js';

/**
 * Has every daemon that the environment names live through every scenario, twice, and writes down what happened. A
 * scenario that went differently the second time is no fact: it is named, and nothing is written. With names as
 * arguments, only those. The result is the exit status.
 */
export async function record(names: readonly string[]): Promise<number> {
  const all = allScenarios();
  const scenarios = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const recorded = new Map(scenarios.map(({ name }): [string, RecordedFacts] => [name, readRecorded(name) ?? {}]));
  let failures = 0;
  for (const version of JUDGE_VERSIONS) {
    const judge = findJudge(version);
    if (judge === undefined) {
      console.log(`${version}: no daemon (${judgeVariable(version)}); what was recorded stays`);
      continue;
    }
    const rooms = await Rooms.open([judge.path]);
    const meant = scenarios.filter(({ releases }) => releases.includes(version));
    try {
      await Promise.all(
        meant.map(async (scenario) => {
          const facts = await liveTwice(rooms, scenario, version);
          if (facts === undefined) failures += 1;
          else recorded.set(scenario.name, { ...recorded.get(scenario.name), [version]: facts });
        }),
      );
    } finally {
      rooms.close();
    }
    console.log(`${version}: ${meant.length} scenarios`);
  }
  for (const [name, facts] of recorded) writeRecorded(name, facts);
  removeOrphans(all.map(({ name }) => name));
  return failures === 0 ? 0 : 1;
}

async function liveTwice(rooms: Rooms, scenario: ScenarioFixture, version: JudgeVersion): Promise<Facts | undefined> {
  const [first, second] = await Promise.all([rooms.live(scenario), rooms.live(scenario)]);
  const failure = first?.failure ?? second?.failure;
  if (failure !== undefined) {
    console.log(`${version}: ${scenario.name}: ${failure}\n${(first?.log ?? '').slice(-600)}`);
    return undefined;
  }
  const masked = [first, second].map((facts) => maskFacts(facts as Facts));
  if (isDeepStrictEqual(masked[0], masked[1])) return masked[0];
  console.log(`${version}: ${scenario.name}: went differently the second time`);
  const [one = [], other = []] = masked.map((facts) => JSON.stringify(facts, undefined, 1).split('\n'));
  for (const line of one.filter((text) => !other.includes(text))) console.log(`  first: ${line}`);
  for (const line of other.filter((text) => !one.includes(text))) console.log(`  then:  ${line}`);
  return undefined;
}
