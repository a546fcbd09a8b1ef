import fc from 'fast-check';
import { FAULTS, plant } from './plant.js';

export interface Harvest {
  /** Without those that both listen somewhere, which would clash. */
  readonly planted: number;
  readonly found: number;
  /** What was missed, or led to an error elsewhere: the mistake, the file, why. */
  readonly wrong: readonly string[];
}

/** Plants so many mistakes, each kind in turn, into files that the seed chooses. */
export function sow(cases: number, seed: number): Harvest {
  const wrong: string[] = [];
  let planted = 0;
  let found = 0;
  for (const [at, ground] of fc.sample(fc.constantFrom(...FAULTS), { numRuns: cases, seed }).entries()) {
    const fault = FAULTS[at % FAULTS.length];
    if (fault === undefined) continue;
    const outcome = plant(fault, ground);
    if (outcome === 'clash') continue;
    planted++;
    if (outcome === 'found') found++;
    else wrong.push(`${fault.id} in ${ground.id}: ${outcome === 'missed' ? outcome : outcome.newErrors.join(', ')}`);
  }
  return { planted, found, wrong };
}
