import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JUDGE_VERSIONS } from '../../support/judge.js';
import { comparable } from './comparable.js';
import { describeWithRooms } from './describe-with-rooms.js';
import { dryRun } from './dry-run.js';
import type { Facts, RawFacts } from './facts.js';
import { maskFacts } from './mask.js';
import { allScenarios } from './read-scenario.js';
import { orphans, readRecorded } from './recorded.js';
import { Rooms } from './rooms.js';
import { watched } from './seen.js';

const scenarios = allScenarios();

test('there are scenarios, and every fact has its own', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(150);
  expect(orphans(scenarios.map(({ name }) => name))).toEqual([]);
});

describe.each(JUDGE_VERSIONS)('the dry run foretells what smtpd %s did', (version) => {
  const meant = scenarios.filter(({ releases }) => releases.includes(version));
  test.each(meant.map((scenario) => [scenario.name, scenario] as const))('%s', (name, scenario) => {
    const recorded = readRecorded(name)?.[version];
    expect(recorded, 'recorded; see scripts/record-sessions.mjs').toBeDefined();
    if (recorded) expect(dryRun(scenario, version, recorded.sessions)).toEqual(comparable(recorded));
  });
});

describeWithRooms('6.8.0', 'the daemon here does what was recorded', (judge) => {
  const meant = scenarios.filter(({ releases }) => releases.includes('6.8.0'));
  const facts = new Map<string, Promise<RawFacts>>();
  let rooms: Rooms;

  beforeAll(async () => {
    rooms = await Rooms.open([judge.path]);
    for (const scenario of meant) facts.set(scenario.name, rooms.live(scenario));
  });
  afterAll(() => rooms?.close());

  test.each(meant.map(({ name }) => name))('%s', { timeout: 600_000 }, async (name) => {
    const { failure, log: _, ...lived } = (await facts.get(name)) as RawFacts;
    expect(failure).toBeUndefined();
    expect(watched(maskFacts(lived))).toEqual(watched(readRecorded(name)?.['6.8.0'] as Facts));
  });
});
