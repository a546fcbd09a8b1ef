import type { Source } from '@smtpd-conf/grammar';
import type { Edit, Finding, Fix } from '../finding.js';

export interface Applied {
  /** The new text of each file that changed, by its source. */
  readonly texts: ReadonlyMap<Source, string>;
  /** How many findings were mended. */
  readonly count: number;
}

/**
 * Applies the best allowed fix of each finding. One that touches what another has changed already waits for the next
 * round, so call it until `count` is 0.
 */
export function applyFixes(findings: readonly Finding[], allowed: (fix: Fix) => boolean): Applied {
  const chosen = new Map<Source, Edit[]>();
  let count = 0;
  for (const finding of findings) {
    const fix = finding.fixes.find(allowed);
    if (fix === undefined || fix.edits.length === 0) continue;
    if (fix.edits.some((edit) => (chosen.get(edit.source) ?? []).some((other) => touches(edit, other)))) continue;
    for (const edit of fix.edits) chosen.set(edit.source, [...(chosen.get(edit.source) ?? []), edit]);
    count++;
  }
  return { texts: new Map([...chosen].map(([source, edits]) => [source, applyEdits(source.text, edits)])), count };
}

/** Whether the two overlap or meet, so that the order of applying them would matter. */
function touches(a: Edit, b: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** The text with edits that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
