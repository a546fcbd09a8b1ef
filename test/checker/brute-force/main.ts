import { run, type Totals } from './run.js';

/** `npm run fuzz:reachability -- --cases N --seed S`: says what was found; the status is 1 where a finding is wrong. */
export function main(): number {
  const { cases, seed } = readOptions(process.argv.slice(2));
  const totals = run(cases, seed, progress(cases));
  process.stdout.write(`${summary(totals, seed).join('\n')}\n`);
  if (process.argv.includes('--show')) process.stdout.write(`${totals.samples.join('\n')}\n`);
  for (const { text, unreachable, open } of totals.alarms) {
    process.stdout.write(`false alarm: ${[...unreachable, ...open].join('; ')}\n${text}\n`);
  }
  return totals.alarms.length > 0 ? 1 : 0;
}

function summary(totals: Totals, seed: number): string[] {
  const { misses } = totals;
  const missed = Object.values(misses).reduce((sum, count) => sum + count, 0);
  return [
    `seed ${seed}: ${totals.configs} configurations, ${totals.rules} rules, ${totals.envelopes} envelopes`,
    `never chosen: ${totals.unreachable}, said so of ${totals.unreachable - missed - totals.saidOtherwise}, another finding at ${totals.saidOtherwise}`,
    `missed: ${misses.nothing} match nothing here, ${misses.one} one rule above takes it all here, ${misses.several} several do, ${misses.deferred} deferred above`,
    `open to strangers: ${totals.open}, missed ${totals.openMisses}`,
    `configurations with a false alarm: ${totals.alarms.length}`,
  ];
}

function readOptions(args: readonly string[]): { cases: number; seed: number } {
  const value = (name: string, otherwise: number): number => {
    const at = args.indexOf(name);
    return at === -1 ? otherwise : Number(args[at + 1]);
  };
  return { cases: value('--cases', 2000), seed: value('--seed', Date.now() % 1_000_000) };
}

function progress(cases: number): ((done: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return (done) => process.stderr.write(`\r${done}/${cases}${done === cases ? '\n' : ''}`);
}
