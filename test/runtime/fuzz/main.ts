import { parseArgs } from 'node:util';
import { seededRandom } from '../seeded-random.js';
import { fuzzRuntime } from './fuzz-runtime.js';

/** `npm run fuzz:runtime -- [--seconds N] [--seed N]`; the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string', default: '1' } },
  });
  const { problems, sessions, memory } = await fuzzRuntime({
    seconds: Number(values.seconds),
    random: seededRandom(Number(values.seed)),
    progress: (done) => {
      if (process.stderr.isTTY && done % 50 === 0) process.stderr.write(`\r${done} sessions`);
    },
  });
  for (const problem of problems) console.log(problem);
  console.log(
    `${sessions} sessions in ${values.seconds} s, seed ${values.seed}: memory ${memory.early} MB, then at most ${memory.most} MB`,
  );
  console.log(`problems: ${problems.length}`);
  return problems.length > 0 ? 1 : 0;
}
