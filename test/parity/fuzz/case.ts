import type { Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { config } from './config.js';
import { draws } from './draw.js';
import { mutate } from './mutation.js';

/** A file to ask both sides about. Characters stand for bytes (latin1); @FILES@ for the directory of auxiliary files. */
export interface FuzzCase {
  readonly kind: 'written' | 'mutated-written' | 'mutated-sample';
  readonly text: string;
}

/**
 * Cases for a version: about half of them files that its daemon accepts. `samples` are whole configurations to mutate,
 * beside those that the generator writes.
 */
export function cases(version: Version, samples: readonly string[]): fc.Arbitrary<FuzzCase> {
  return draws.map((draw) => {
    const kind = draw.weighted({ written: 58, 'mutated-written': 20, 'mutated-sample': samples.length > 0 ? 22 : 0 });
    if (kind === 'mutated-sample') return { kind, text: mutate(draw, draw.pick(samples)) };
    const text = config(draw, version);
    return { kind, text: kind === 'written' ? text : mutate(draw, text) };
  });
}

/** Cases `from` to `to` of the endless list that belongs to a seed; each block of the list has a seed of its own. */
export function caseBlock(version: Version, samples: readonly string[], seed: number, block: number, size: number): FuzzCase[] {
  return fc.sample(cases(version, samples), { numRuns: size, seed: (Math.imul(seed, 0x9e3779b1) + block) | 0 });
}
