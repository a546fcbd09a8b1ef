import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { findJudge, JUDGE_VERSIONS, type JudgeVersion, judgeVariable } from '../../support/judge.js';
import type { Facts } from './facts.js';
import { maskFacts } from './mask.js';
import { readScenario } from './read-scenario.js';
import { Rooms } from './rooms.js';

const USAGE = 'usage: npm run scenario -- [--trace] [--raw] [--release 6.8.0|7.8.0] FILE.yaml...';

/** Runs scenarios of one's own through the daemon and prints what it did; the exit status. */
export async function show(args: readonly string[]): Promise<number> {
  const flags = new Set<string>(args.filter((arg) => arg === '--trace' || arg === '--raw'));
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
  const rooms = await Rooms.open(judge, 1);
  try {
    for (const path of paths) {
      const { log, failure, ...facts } = await rooms.live(readScenario(path, basename(path, '.yaml')));
      if (flags.has('--trace') || failure !== undefined) console.log(log);
      if (failure !== undefined) console.log(`failed: ${failure}`);
      print(flags.has('--raw') ? facts : maskFacts(facts));
    }
  } finally {
    rooms.close();
  }
  return 0;
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
