import type { FromState } from '../rule-state.js';
import type { Session } from './legacy-rule.js';

/**
 * The sessions that a rule of 6.0 takes, as today's rules must ask for them. Until 6.3 a session that had logged in counted
 * as one from this host, wherever it came from (ruleset.c: ruleset_check_source looks "local" up instead of the address).
 * @param authOffered whether any listener lets clients log in; where none does, nothing need be said about it
 */
export function sessionsOf(
  from: FromState,
  auth: { readonly negated: boolean } | undefined,
  authOffered: boolean,
): readonly Session[] {
  if (auth?.negated) return [{ from: 'own', auth: 'no' }];
  // Whether a session that has logged in passes the test of its source.
  const passes = holdsLocal(from) !== from.negated;
  if (auth !== undefined) return passes ? [{ from: 'any', auth: 'yes' }] : [];
  if (!authOffered || from.table === '<anyhost>') return [{ from: 'own', auth: 'any' }];
  return passes
    ? [
        { from: 'own', auth: 'any' },
        { from: 'any', auth: 'yes' },
      ]
    : [{ from: 'own', auth: 'no' }];
}

/** Whether the table has the key "local". What a table process or a database answers is not known; they seldom have it. */
function holdsLocal({ table }: FromState): boolean {
  if (table === undefined || typeof table === 'string') return true;
  return table.entries?.some(([key]) => key === 'local') ?? false;
}
