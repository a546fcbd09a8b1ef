import { applyFixes, type Fix } from '@smtpd-conf/checker';
import type { World } from '@smtpd-conf/compiler';
import { Source } from '@smtpd-conf/grammar';
import type { CheckOptions } from './check-options.js';
import { lintSource } from './lint-source.js';

/**
 * The configuration with its allowed fixes, again and again until nothing is left to mend. Only the file itself changes:
 * what it includes is mended when it is named. A round after which the daemon would refuse what it accepted is dropped, and so
 * are those that lead back to a text that was there before: their fixes undo each other.
 */
export function fixSource(source: Source, name: string, world: World, options: CheckOptions): Source {
  let current = source;
  let accepted = false;
  let before = source;
  const seen = new Map([[source.text, source]]);
  for (;;) {
    const { analysis, suppressed } = lintSource(current, name, world, options);
    const broken = analysis.problems.some(({ severity }) => severity === 'error');
    if (accepted && broken) return before;
    accepted = !broken;
    const inFile = ({ edits }: Fix) => edits.every((edit) => edit.source === current);
    const allowed = (fix: Fix) => inFile(fix) && (options.fix === 'unsafe' || fix.safety === 'safe');
    const text = applyFixes(suppressed.findings, allowed).texts.get(current);
    if (text === undefined) return current;
    const again = seen.get(text);
    if (again !== undefined) return again;
    before = current;
    current = Source.fromBytes(source.name, bytesOf(source, text));
    seen.set(text, current);
  }
}

/** A text in the encoding of the file that it was made from. */
export function bytesOf({ encoding }: Source, text: string): Buffer {
  return Buffer.from(text, encoding === 'latin1' ? 'latin1' : 'utf8');
}
