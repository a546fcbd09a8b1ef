import type { FilterCondition, TableService } from '@smtpd-conf/compiler';
import type { Task } from '../task.js';
import type { TracedLookup } from '../traced-lookup.js';
import type { FilterSession } from './filter-session.js';
import type { TableAccess } from './table-access.js';

/** What became of a condition. `crashed`: the daemon looks up a value that is not there yet, and falls over. */
export type ConditionVerdict = {
  readonly outcome: 'matched' | 'not-matched' | 'crashed';
  readonly value?: string;
  readonly lookups: readonly TracedLookup[];
};

/** The services that a condition with a table asks, one after the other until one says yes (filter_builtins_global). */
const SERVICES: Readonly<Record<Exclude<FilterCondition['type'], 'fcrdns'>, readonly TableService[]>> = {
  rdns: ['domain'],
  src: ['netaddr'],
  helo: ['domain'],
  auth: ['string', 'credentials'],
  'mail-from': ['mailaddr'],
  'rcpt-to': ['mailaddr'],
};

/**
 * The filter_check_* functions. A lookup that fails counts as none, so that a negated condition then holds.
 * `recipient`: the argument of RCPT TO in that phase.
 */
export function* tryCondition(
  condition: FilterCondition,
  session: FilterSession,
  recipient: string | undefined,
  tables: TableAccess,
): Task<ConditionVerdict> {
  if (condition.type === 'fcrdns') return verdict(condition, session.fcrdns === 'yes', session.fcrdns);
  const value = conditionValue(condition.type, session, recipient);
  if (condition.table === undefined) return verdict(condition, isPresent(condition.type, value, tables), value);
  if (value === undefined) {
    return condition.type === 'auth' ? verdict(condition, false) : { outcome: 'crashed', lookups: [] };
  }
  const lookups: TracedLookup[] = [];
  for (const service of condition.regex ? (['regex'] as const) : SERVICES[condition.type]) {
    const lookup = yield* tables.match(condition.table, service, value);
    lookups.push(lookup);
    if ((lookup.result === 'found') !== condition.negated) return { outcome: 'matched', value, lookups };
  }
  return { outcome: 'not-matched', value, lookups };
}

function conditionValue(
  type: Exclude<FilterCondition['type'], 'fcrdns'>,
  session: FilterSession,
  recipient: string | undefined,
): string | undefined {
  switch (type) {
    case 'rdns':
      return session.rdns;
    case 'src':
      return session.source;
    case 'helo':
      return session.helo;
    case 'auth':
      return session.username;
    case 'mail-from':
      return session.mailFrom;
    case 'rcpt-to':
      return recipient;
  }
}

/** `rdns` and `auth` without a table. An address in place of a name is no name (filter_check_rdns). */
function isPresent(type: FilterCondition['type'], value: string | undefined, tables: TableAccess): boolean {
  if (value === undefined) return false;
  return type !== 'rdns' || (value !== '<unknown>' && !tables.isNetworkAddress(value));
}

function verdict(condition: FilterCondition, holds: boolean, value?: string): ConditionVerdict {
  const outcome = holds === condition.negated ? 'not-matched' : 'matched';
  return { outcome, lookups: [], ...(value === undefined ? {} : { value }) };
}
