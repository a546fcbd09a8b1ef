import type { CompiledRule } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import { lookupKey, type Tables } from '../tables/tables.js';
import { parseNetwork } from '../tables/values/network.js';
import type { Task } from '../task.js';
import type { TracedLookup } from '../traced-lookup.js';
import { walkRules } from './walk-rules.js';

/**
 * Whether trying the rules for an envelope leaves another errno than it found: table.c:table_netaddr_match reads key and
 * entry as IPv4 first, and inet_net_pton fails for an IPv6 address, a name, or `local`.
 */
export function* disturbsErrno(rules: readonly CompiledRule[], tables: Tables, envelope: Envelope): Task<boolean> {
  let disturbed = false;
  yield* walkRules(rules, tables, envelope, (event) => {
    if (event.type === 'criterion' && event.lookup) disturbed ||= comparesOthers(tables, event.lookup);
  });
  return disturbed;
}

function comparesOthers(tables: Tables, { table, service, key, entry }: TracedLookup): boolean {
  if (service !== 'netaddr') return false;
  const lower = lookupKey(key);
  const isIPv4 = (text: string) => parseNetwork(text, tables.context.ownNetPton)?.bytes.length === 4;
  for (const known of tables.static(table)?.sortedKeys() ?? []) {
    // The same text is the same address, whatever it says.
    if (known === lower) return false;
    if (lower === undefined || !isIPv4(lower) || !isIPv4(known)) return true;
    if (known === entry) return false;
  }
  return false;
}
