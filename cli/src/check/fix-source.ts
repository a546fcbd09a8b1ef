import { applyFixes, type Fix } from '@smtpd-conf/checker';
import type { World } from '@smtpd-conf/compiler';
import { Source } from '@smtpd-conf/grammar';
import type { CheckOptions } from './check-options.js';
import { lintSource } from './lint-source.js';

/** Fixes wait for others that touch them; more rounds than this means that two undo each other. */
const ROUNDS = 10;

/**
 * The configuration with its allowed fixes, again and again until nothing is left to mend. Only the file itself changes:
 * what it includes is mended when it is named. A round after which the daemon would refuse what it accepted is dropped.
 */
export function fixSource(source: Source, name: string, world: World, options: CheckOptions): Source {
  let current = source;
  let accepted = false;
  let before = source;
  for (let round = 0; round <= ROUNDS; round++) {
    const { analysis, suppressed } = lintSource(current, name, world, options);
    const broken = analysis.problems.some(({ severity }) => severity === 'error');
    if (accepted && broken) return before;
    accepted = !broken;
    const inFile = ({ edits }: Fix) => edits.every((edit) => edit.source === current);
    const allowed = (fix: Fix) => inFile(fix) && (options.fix === 'unsafe' || fix.safety === 'safe');
    const text = applyFixes(suppressed.findings, allowed).texts.get(current);
    if (text === undefined || text === current.text) break;
    before = current;
    current = Source.fromBytes(source.name, bytesOf(source, text));
  }
  return current;
}

/** A text in the encoding of the file that it was made from. */
export function bytesOf({ encoding }: Source, text: string): Buffer {
  return Buffer.from(text, encoding === 'latin1' ? 'latin1' : 'utf8');
}
