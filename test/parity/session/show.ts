import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { findJudge, JUDGE_VERSIONS, type JudgeVersion, judgeVariable } from '../../support/judge.js';
import { canonical, comparable } from './comparable.js';
import { dryRun } from './dry-run.js';
import type { Facts } from './facts.js';
import { maskFacts } from './mask.js';
import { readScenario } from './read-scenario.js';
import { Rooms } from './rooms.js';
import type { Scenario } from './scenario.js';

const USAGE = 'usage: npm run scenario -- [--trace] [--raw] [--compare] [--release 6.8.0|7.8.0] FILE.yaml...';

/**
 * Runs scenarios of one's own through the daemon and prints what it did; with --compare, only where the dry run says
 * something else. The exit status, which is 1 where it does.
 */
export async function show(args: readonly string[]): Promise<number> {
  const flags = new Set<string>(args.filter((arg) => ['--trace', '--raw', '--compare'].includes(arg)));
  const at = args.indexOf('--release');
  const release = (at === -1 ? '6.8.0' : args[at + 1]) as JudgeVersion;
  const paths = args.filter((arg, index) => !flags.has(arg) && (at === -1 || (index !== at && index !== at + 1)));
  if (paths.length === 0 || !JUDGE_VERSIONS.includes(release)) {
    console.error(USAGE);
    return 2;
  }
  const missing = paths.find((path) => !existsSync(path));
  const judge = findJudge(release);
  if (missing !== undefined || !judge) {
    console.error(missing ? `${missing}: there is no such file` : `no smtpd ${release}: set ${judgeVariable(release)}`);
    return 3;
  }
  const rooms = await Rooms.open([judge.path], 1);
  let disagreements = 0;
  try {
    for (const path of paths) {
      const scenario = readScenario(path, basename(path, '.yaml'));
      const { log, failure, ...facts } = await rooms.live(scenario);
      if (flags.has('--trace') || failure !== undefined) console.log(log);
      if (failure !== undefined) console.log(`failed: ${failure}`);
      else if (flags.has('--compare')) disagreements += compare(scenario, release, facts) ? 0 : 1;
      else print(flags.has('--raw') ? facts : maskFacts(facts));
    }
  } finally {
    rooms.close();
  }
  return disagreements === 0 ? 0 : 1;
}

/** Prints the sessions and deliveries that only one of both says; whether there are none. */
function compare(scenario: Scenario, release: JudgeVersion, lived: Facts): boolean {
  const judge = comparable(maskFacts(lived));
  const ours = dryRun(scenario, release, judge.sessions);
  const agree = isDeepStrictEqual(judge, ours);
  console.log(`${scenario.name}: ${agree ? 'they agree' : 'they disagree'}`);
  if (agree) return true;
  const [theirs = [], own = []] = [judge, ours].map((facts) => Object.values(facts).flat().map(canonical));
  for (const part of theirs.filter((one) => !own.includes(one))) console.log(`  daemon: ${part}`);
  for (const part of own.filter((one) => !theirs.includes(one))) console.log(`  we:     ${part}`);
  return false;
}

function print({ sessions, ...rest }: Facts): void {
  for (const { transcript, closed } of sessions) {
    for (const { client, server } of transcript) {
      if (client !== undefined) console.log(`C: ${client}`);
      for (const line of server) console.log(`S: ${line}`);
    }
    console.log(closed ? '(closed by the daemon)\n' : '(closed by the client)\n');
  }
  for (const [kind, list] of Object.entries(rest)) for (const one of list) console.log(kind, one);
}
