import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { seededRandom } from '../seeded-random.js';
import { crashRounds } from './crash-rounds.js';

/** `npm run crash:runtime -- [--rounds N] [--seed N] [--sessions N] [--unprivileged]`; the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      sessions: { type: 'string', default: '5' },
      unprivileged: { type: 'boolean', default: false },
    },
  });
  const started = performance.now();
  const privileged = userInfo().uid === 0 && !values.unprivileged;
  const { problems, counts, survived } = await crashRounds({
    rounds: Number(values.rounds),
    sessions: Number(values.sessions),
    random: seededRandom(Number(values.seed)),
    privileged,
    progress: (round) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${round}/${values.rounds}`);
    },
  });
  for (const problem of problems) console.log(problem);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${values.rounds} rounds, seed ${values.seed}, ${privileged ? 'as root' : 'without root'}, ${seconds} s`);
  console.log(
    `${counts.promised} promised, ${survived} in the queue at a crash, ${counts.twice} arrived twice over one`,
  );
  console.log(`problems: ${problems.length}`);
  return problems.length > 0 ? 1 : 0;
}
