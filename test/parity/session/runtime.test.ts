import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JUDGE_VERSIONS, type JudgeVersion } from '../../support/judge.js';
import { describeInRooms } from './describe-with-rooms.js';
import type { Facts, RawFacts } from './facts.js';
import { maskFacts } from './mask.js';
import { allScenarios, type ScenarioFixture } from './read-scenario.js';
import { readRecorded } from './recorded.js';
import { Rooms } from './rooms.js';
import type { Scenario } from './scenario.js';
import { seen } from './seen.js';

const PROGRAM = fileURLToPath(new URL('../../../cli/dist', import.meta.url));

/**
 * All of them take minutes: SMTPD_CONF_SESSIONS=all, or some, of both releases, by their names with commas between. Otherwise
 * every so manieth, of one release.
 */
const ASKED = process.env.SMTPD_CONF_SESSIONS;
const NAMES = ASKED === undefined || ASKED === 'all' ? undefined : ASKED.split(',');
const STEP = 5;

for (const version of ASKED ? JUDGE_VERSIONS : (['6.8.0'] as const)) {
  describeInRooms(`smtpd-lint run does what smtpd ${version} did`, () => {
    const meant = allScenarios()
      .filter(({ releases }) => releases.includes(version))
      .filter(({ name }, at) => (ASKED ? (NAMES?.includes(name) ?? true) : at % STEP === 0));
    const facts = new Map<string, Promise<RawFacts>>();
    let rooms: Rooms;

    beforeAll(async () => {
      rooms = await Rooms.open([PROGRAM, version]);
      for (const scenario of meant) facts.set(scenario.name, rooms.live(spoken(scenario, version)));
    });
    afterAll(() => rooms?.close());

    test.each(meant.map(({ name }) => name))('%s', { timeout: 600_000 }, async (name) => {
      const { failure, log: _, ...lived } = (await facts.get(name)) as RawFacts;
      expect(failure).toBeUndefined();
      expect(seen(maskFacts(lived))).toEqual(seen(readRecorded(name)?.[version] as Facts));
    });
  });
}

/** What sendmail(8) says is its own affair: it is said again as it was recorded. */
function spoken(scenario: ScenarioFixture, version: JudgeVersion): Scenario {
  const recorded = readRecorded(scenario.name)?.[version]?.sessions;
  const sessions = scenario.sessions.map((session, at) => {
    if (session.via !== 'sendmail') return session;
    const lines = (recorded?.[at]?.transcript ?? []).flatMap(({ client }) => (client === undefined ? [] : [client]));
    return { via: 'socket', steps: lines.map((line) => ({ line })) } as const;
  });
  return { ...scenario, sessions };
}
