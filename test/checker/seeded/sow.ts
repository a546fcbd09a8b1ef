import fc from 'fast-check';
import { type Ground, grounds } from './grounds.js';
import { MUTATIONS, mutate, spotsOf } from './mutations.js';
import { FAULTS, type Outcome, plant } from './plant.js';

/** What came of one kind of mistake. */
export interface Row {
  readonly kind: string;
  planted: number;
  found: number;
  /** What was missed, or led to an error elsewhere: the file, and why. */
  readonly wrong: string[];
}

/** Puts so many mistakes, each kind in turn, into files that the seed chooses. */
export function sow(cases: number, seed: number): readonly Row[] {
  const all = grounds();
  const kinds = [...FAULTS.map((fault) => sower(fault.id, (ground) => plant(fault, ground))), ...mutators(seed)];
  const chosen = fc.sample(fc.constantFrom(...all), { numRuns: cases, seed });
  for (const [at, ground] of chosen.entries()) kinds[at % kinds.length]?.sow(ground);
  return kinds.map(({ row }) => row);
}

interface Sower {
  readonly row: Row;
  sow(ground: Ground): void;
}

function sower(kind: string, make: (ground: Ground) => Outcome): Sower {
  const row: Row = { kind, planted: 0, found: 0, wrong: [] };
  return {
    row,
    sow(ground) {
      const outcome = make(ground);
      if (outcome.type === 'clash') return;
      row.planted++;
      if (outcome.type === 'found') row.found++;
      else row.wrong.push(`${kind} in ${ground.kind} ${ground.name}: ${outcome.type} ${outcome.why}`);
    },
  };
}

function mutators(seed: number): readonly Sower[] {
  return MUTATIONS.map((mutation) =>
    sower(mutation.name, (ground) => {
      const spots = spotsOf(mutation, ground);
      const [spot] = spots.length === 0 ? [] : fc.sample(fc.constantFrom(...spots), { numRuns: 1, seed });
      return spot === undefined ? { type: 'clash' } : mutate(mutation, spot, ground);
    }),
  );
}

export function total(rows: readonly Row[], kinds?: (kind: string) => boolean): { planted: number; found: number } {
  const counted = rows.filter(({ kind }) => kinds?.(kind) ?? true);
  const sum = (key: 'planted' | 'found'): number => counted.reduce((so, row) => so + row[key], 0);
  return { planted: sum('planted'), found: sum('found') };
}
