import type { Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { config } from './config.js';
import { type Draw, draws } from './draw.js';
import { mutate } from './mutation.js';
import { tableFileCase } from './table-file.js';

/**
 * A configuration to ask both sides about. Characters stand for bytes (latin1); @FILES@ for the directory of auxiliary
 * files, @INCLUDE@ for the part behind the line that `INCLUDED` is, which goes into a file of its own (to include, or a table).
 */
export type FuzzCase = string;

/** Parts a case into the main file and the other one. */
export const INCLUDED = '\n%%% included %%%\n';

/**
 * Cases for a version: about half of them files that its daemon accepts. `samples` are whole configurations to mutate,
 * beside those that the generator writes.
 */
export function cases(version: Version, samples: readonly string[]): fc.Arbitrary<FuzzCase> {
  return draws.map((draw) => {
    if (draw.chance(3)) {
      const { main, file } = tableFileCase(draw);
      return main + INCLUDED + file;
    }
    const kind = draw.weighted({ written: 66, mutated: 16, sample: samples.length > 0 ? 18 : 0 });
    const whole = kind === 'sample' ? draw.pick(samples) : config(draw, version);
    const text = kind === 'written' ? whole : mutate(draw, whole);
    return draw.chance(8) ? split(draw, text) : text;
  });
}

/** Moves a part, of whole lines mostly, to another file and includes that. */
function split(draw: Draw, text: string): FuzzCase {
  const breaks = draw.chance(75) ? [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)] : undefined;
  const place = (): number => (breaks ? draw.pick(breaks) : draw.below(text.length + 1));
  const [start, end] = [place(), place()].toSorted((a, b) => a - b) as [number, number];
  const part = text.slice(start, draw.chance(70) ? end : Math.max(start, end - 1));
  const line = draw.pick([
    'include "@INCLUDE@"\n',
    'include "@INCLUDE@"\n',
    'include "@INCLUDE@"',
    '"@INCLUDE@" include\n',
  ]);
  return `${text.slice(0, start)}${line}${text.slice(end)}${INCLUDED}${part}`;
}

/** Cases `from` to `to` of the endless list that belongs to a seed; each block of the list has a seed of its own. */
export function caseBlock(
  version: Version,
  samples: readonly string[],
  seed: number,
  block: number,
  size: number,
): FuzzCase[] {
  return fc.sample(cases(version, samples), { numRuns: size, seed: (Math.imul(seed, 0x9e3779b1) + block) | 0 });
}
