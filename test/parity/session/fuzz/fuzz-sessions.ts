import { mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Judge, JudgeVersion } from '../../../support/judge.js';
import { draws } from '../../fuzz/draw.js';
import { type ComparableFacts, comparable } from '../comparable.js';
import { dryRun } from '../dry-run.js';
import { maskFacts } from '../mask.js';
import type { Rooms } from '../rooms.js';
import type { Scenario } from '../scenario.js';
import { drawScenario } from './draw-scenario.js';

/** A drawn scenario that both sides lived through. */
export interface FuzzedCase {
  readonly scenario: Scenario;
  /** Why it says nothing: the daemon refused the configuration, or ended. */
  readonly void?: string;
  readonly judge?: ComparableFacts;
  readonly ours?: ComparableFacts;
}

/** The scenarios of a seed, for a release. */
export function drawnScenarios(seed: number, cases: number, release: JudgeVersion): Scenario[] {
  return fc
    .sample(draws, { seed, numRuns: cases })
    .map((draw, at) => drawScenario(draw, `drawn-${seed}-${at}`, release));
}

/** Lives through scenarios on both sides; tells of each as it is done. */
export async function fuzzSessions(
  rooms: Rooms,
  judge: Judge,
  scenarios: readonly Scenario[],
  onCase: (one: FuzzedCase) => void,
): Promise<void> {
  await Promise.all(
    scenarios.map(async (scenario) => {
      const { failure, log: _, ...lived } = await rooms.live(scenario);
      if (failure !== undefined) return onCase({ scenario, void: failure });
      const facts = comparable(maskFacts(lived));
      onCase({ scenario, judge: facts, ours: ask(scenario, judge, facts) });
    }),
  );
}

/** A throw is an answer too, one that no judge gives. */
function ask(scenario: Scenario, judge: Judge, facts: ComparableFacts): ComparableFacts {
  try {
    return dryRun(scenario, judge.version, facts.sessions);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { sessions: [], commands: [], mailboxes: [], relayed: [], threw: text } as ComparableFacts;
  }
}

export function disagrees({ judge, ours }: FuzzedCase): boolean {
  return !isDeepStrictEqual(judge, ours);
}

/** Keeps a case as a fixture would be written, with what both sides say. */
export function saveCase(directory: string, { scenario, judge, ours }: FuzzedCase): void {
  mkdirSync(directory, { recursive: true });
  const { name, about, config, world, sinks, sessions } = scenario;
  const written = {
    about,
    config,
    world,
    sinks: sinks.map(({ at, ...rest }) => ({ ...rest, at: 'path' in at ? at.path : `${at.address}:${at.port}` })),
    sessions: sessions.map((session) =>
      session.via === 'tcp'
        ? {
            from: session.from,
            to: `${session.to.address}:${session.to.port}`,
            smtps: session.smtps,
            lines: session.steps.map((step) => ('line' in step ? step.line : step)),
          }
        : session.via === 'sendmail'
          ? { sendmail: session.arguments, as: session.as, text: session.text }
          : { socket: session.steps },
    ),
  };
  writeFileSync(`${directory}/${name}.yaml`, stringify(written));
  for (const [side, facts] of Object.entries({ judge, ours })) {
    if (facts) writeFileSync(`${directory}/${name}.${side}.json`, `${JSON.stringify(facts, undefined, 1)}\n`);
  }
}
