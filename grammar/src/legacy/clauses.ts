import type { Clause, Form, LegacyContext } from '../language/clause.js';
import { existsIn, LEGACY_VERSION } from '../language/version.js';
import { LEGACY_LISTEN, LEGACY_SOCKET } from './listen.js';
import {
  LEGACY_ACCEPT,
  LEGACY_CRITERIA,
  LEGACY_LOOKUPS,
  LEGACY_METHODS,
  LEGACY_RELAY,
  LEGACY_USER,
  LEGACY_VIA,
} from './rule.js';
import { LEGACY_CA, LEGACY_PKI, LEGACY_SETTINGS } from './settings.js';

/** Every clause of the grammar before 6.4. */
export const LEGACY_CLAUSES: readonly Clause<LegacyContext>[] = [
  ...LEGACY_SETTINGS,
  ...LEGACY_PKI,
  ...LEGACY_CA,
  ...LEGACY_LISTEN,
  ...LEGACY_SOCKET,
  ...LEGACY_CRITERIA,
  ...LEGACY_LOOKUPS,
  ...LEGACY_METHODS,
  ...LEGACY_USER,
  ...LEGACY_RELAY,
  ...LEGACY_VIA,
  ...LEGACY_ACCEPT,
];

/** Which legacy grammar: that of 6.0.3 and nothing else, or with what any release before it had. */
export type LegacyReading = '6.0.3' | 'any';

/** The legacy clauses of a context, with the forms that the reading has; a clause without any is left out. */
export function legacyClausesIn(context: LegacyContext, reading: LegacyReading): readonly Clause<LegacyContext>[] {
  const has = (form: Form): boolean => reading === 'any' || existsIn(form, LEGACY_VERSION);
  return LEGACY_CLAUSES.filter((clause) => clause.context === context)
    .map((clause) => ({ ...clause, forms: clause.forms.filter(has) }))
    .filter(({ forms }) => forms.length > 0);
}
