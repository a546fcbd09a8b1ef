import { migrateStatements, type Problem } from '@smtpd-conf/compiler';
import type { Source } from '@smtpd-conf/grammar';
import type { Fix } from '../finding.js';
import type { Subject } from '../subject.js';

/**
 * The statement that a problem is about, in the grammar since 6.4; none for other problems, or where it has an error. All of
 * them together give what `smtpd-lint migrate` does. One alone may name an action that an older statement above it defines
 * once that has been rewritten too.
 */
export function legacyFixes({ id, place }: Problem, subject: Subject): readonly Fix[] {
  if (id !== 'legacy-grammar' || place === undefined) return [];
  return subject.once(migrationFixes).get(place.source)?.get(place.start) ?? [];
}

/** By the place where the statement starts. */
function migrationFixes({ analysis }: Subject): ReadonlyMap<Source, ReadonlyMap<number, readonly Fix[]>> {
  const fixes = new Map<Source, Map<number, readonly Fix[]>>();
  for (const { edit, notes } of migrateStatements(analysis)) {
    if (edit === undefined) continue;
    const safety = notes.length === 0 ? 'safe' : 'unsafe';
    const ofSource = fixes.get(edit.source) ?? new Map<number, readonly Fix[]>();
    const title = notes.length === 0 ? TITLE : `${TITLE}; ${notes.map(({ message }) => message).join('; ')}`;
    fixes.set(edit.source, ofSource.set(edit.start, [{ title, safety, edits: [edit] }]));
  }
  return fixes;
}

const TITLE = 'Rewrite the statement in the grammar of 6.4 and later';
