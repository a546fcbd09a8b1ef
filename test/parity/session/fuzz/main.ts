import { parseArgs } from 'node:util';
import { findJudge, type JudgeVersion, judgeVariable } from '../../../support/judge.js';
import { Rooms } from '../rooms.js';
import { disagrees, drawnScenarios, type FuzzedCase, fuzzSessions, saveCase } from './fuzz-sessions.js';

/** `npm run fuzz:sessions -- [--cases N] [--seed N] [--release V] [--save DIR]`; the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      release: { type: 'string', default: '6.8.0' },
      save: { type: 'string', default: '.cache/fuzz-sessions' },
    },
  });
  const release = values.release as JudgeVersion;
  const judge = findJudge(release);
  if (!judge) {
    console.error(`no smtpd ${release} to ask; set ${judgeVariable(release)}`);
    return 2;
  }
  const started = performance.now();
  const found: FuzzedCase[] = [];
  let voids = 0;
  let done = 0;
  const seen = { replies: 0, accepted: 0, deliveries: 0 };
  const rooms = await Rooms.open([judge.path]);
  try {
    await fuzzSessions(rooms, judge, drawnScenarios(Number(values.seed), Number(values.cases), release), (one) => {
      done += 1;
      for (const { transcript } of one.judge?.sessions ?? []) {
        seen.replies += transcript.filter(({ server }) => server.length > 0).length;
        seen.accepted += transcript.filter(({ server }) => server[0]?.startsWith('250 2.1.5')).length;
      }
      const { commands = [], mailboxes = [], relayed = [] } = one.judge ?? {};
      seen.deliveries += commands.length + mailboxes.length + relayed.length;
      if (one.void !== undefined) {
        voids += 1;
        saveCase(values.save, one);
        console.log(`${one.scenario.name}: void: ${one.void.split('\n').slice(0, 3).join(' | ')}`);
      } else if (disagrees(one)) {
        found.push(one);
        saveCase(values.save, one);
        console.log(`${one.scenario.name}: they disagree`);
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${done}/${values.cases}`);
    });
  } finally {
    rooms.close();
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`smtpd ${release}, seed ${values.seed}: ${done} cases in ${seconds.toFixed(0)} s`);
  console.log(`${seen.replies} replies, ${seen.accepted} recipients accepted, ${seen.deliveries} deliveries`);
  console.log(`void: ${voids}; disagreements: ${found.length}${found.length > 0 ? `, kept in ${values.save}` : ''}`);
  return found.length > 0 ? 1 : 0;
}
