import type { TableAccess } from '../filter/table-access.js';
import type { TracedLookup } from '../traced-lookup.js';
import { strtonum } from './ascii.js';
import { lookupKey, type Tables } from './tables.js';
import { parseNetwork } from './values/network.js';

/**
 * errno in the lookup process: a failure of the rules leaves EAGAIN there, and a reject rule that finds it answers 451
 * (lka_session.c:lka_expand). One object for as long as the simulated daemon runs.
 */
export interface LookupProcess {
  staleErrno: boolean;
}

/** The user base that asks the system: table_getpwnam.c:table_getpwnam_lookup sets errno to 0 before it does. */
export const SYSTEM_USERS = '<getpwnam>';

/** Tables that do to errno in the lookup process what looking something up there does to it. */
export function tablesWithErrno(tables: Tables, process: LookupProcess): Tables {
  return {
    ...tables,
    *match(table, service, key) {
      const lookup = yield* tables.match(table, service, key);
      if (process.staleErrno && comparesOthers(tables, lookup)) process.staleErrno = false;
      return lookup;
    },
    *lookup(table, service, key) {
      const answer = yield* tables.lookup(table, service, key);
      if (service !== 'userinfo') return answer;
      const isUnreadable = answer.outcome === 'found' && hasBadNumber(answer.value ?? '');
      if (table === SYSTEM_USERS || isUnreadable) process.staleErrno = false;
      return answer;
    },
    isNetworkAddress(text) {
      if (!isIPv4(tables, text)) process.staleErrno = false;
      return tables.isNetworkAddress(text);
    },
  } satisfies TableAccess & Tables;
}

/**
 * Whether a match compares what is no IPv4 address: table.c:table_netaddr_match reads key and entry as one first, and
 * inet_net_pton fails for an IPv6 address, a name, or `local`.
 */
function comparesOthers(tables: Tables, { table, service, key, entry }: TracedLookup): boolean {
  if (service !== 'netaddr') return false;
  const lower = lookupKey(key);
  for (const known of tables.static(table)?.sortedKeys() ?? []) {
    // The same text is the same address, whatever it says.
    if (known === lower) return false;
    if (lower === undefined || !isIPv4(tables, lower) || !isIPv4(tables, known)) return true;
    if (known === entry) return false;
  }
  return false;
}

function isIPv4({ context }: Tables, text: string): boolean {
  return parseNetwork(text, context.ownNetPton)?.bytes.length === 4;
}

/** to.c:text_to_userinfo: strtonum sets errno where a user or group id is no number. */
function hasBadNumber(value: string): boolean {
  const ids = value.split(':').slice(0, -1).slice(0, 2);
  return ids.some((id) => strtonum(id, 0, 0xffffffff) === undefined);
}
