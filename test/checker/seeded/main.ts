import { sow } from './sow.js';

/** `npm run fuzz:faults -- --cases N --seed S`: plants mistakes, says how many of each kind were found; 1 where too few were. */
export function main(): number {
  const value = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(name);
    return at === -1 ? otherwise : Number(process.argv[at + 1]);
  };
  const seed = value('--seed', Date.now() % 1_000_000);
  const { planted, found, wrong } = sow(value('--cases', 1000), seed);
  const share = ((100 * found) / Math.max(1, planted)).toFixed(2);
  process.stdout.write(
    `seed ${seed}: ${planted} planted, ${found} found where they are, and nothing else (${share} %)\n`,
  );
  for (const line of wrong) process.stdout.write(`${line}\n`);
  return found / planted >= 0.99 ? 0 : 1;
}
