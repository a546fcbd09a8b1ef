import { type Clause, type Form, type LegacyContext, parseForm } from '../language/clause.js';
import { LEGACY_VERSION } from '../language/version.js';
import { legacyDoc } from './docs.js';

/**
 * Turns a table of forms into clauses. The ids are those of the clauses since 6.4 that mean the same, so that whoever
 * knows those knows these too. A form that follows a `-` is older than 6.0 and was gone by then.
 */
export function defineLegacy<Id extends string>(
  context: LegacyContext,
  rows: Readonly<Record<Id, string | readonly string[]>>,
): readonly Clause<LegacyContext>[] {
  return Object.entries<string | readonly string[]>(rows).map(([id, syntax]) => ({
    id,
    context,
    forms: [syntax].flat().map((text) => legacyForm(text as string)),
    doc: legacyDoc(context, id),
  }));
}

function legacyForm(syntax: string): Form {
  const older = syntax.startsWith('- ');
  const { parts } = parseForm(older ? syntax.slice(2) : syntax);
  return older ? { parts, since: LEGACY_VERSION, until: LEGACY_VERSION } : { parts, since: LEGACY_VERSION };
}
