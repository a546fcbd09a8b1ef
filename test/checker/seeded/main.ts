import { sow, total } from './sow.js';

/**
 * `npm run fuzz:faults -- --cases N --seed S`: plants mistakes, says for each kind how many were found where they are and with
 * no error elsewhere; 1 where of all of them, or of one kind that was planted a hundred times, fewer than 99 in 100 were.
 */
export function main(): number {
  const value = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(name);
    return at === -1 ? otherwise : Number(process.argv[at + 1]);
  };
  const seed = value('--seed', Date.now() % 1_000_000);
  const rows = sow(value('--cases', 1000), seed);
  for (const { kind, planted, found, wrong } of rows) {
    process.stdout.write(`${found}/${planted}\t${kind}\n`);
    for (const line of wrong) process.stdout.write(`\t${line}\n`);
  }
  const { planted, found } = total(rows);
  process.stdout.write(
    `seed ${seed}: ${found} of ${planted}, ${((100 * found) / Math.max(1, planted)).toFixed(2)} %\n`,
  );
  const low = rows.some((row) => row.planted >= 100 && row.found / row.planted < 0.99);
  return found / planted >= 0.99 && !low ? 0 : 1;
}
