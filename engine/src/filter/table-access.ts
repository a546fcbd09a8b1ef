import type { TableService } from '@smtpd-conf/compiler';
import type { LookupAnswer } from '../effect.js';
import type { MailAddress } from '../envelope.js';
import type { Task } from '../task.js';
import type { TracedLookup } from '../traced-lookup.js';

/** What sessions and filters ask of tables. Keys, values and passwords are byte texts; the tables fold case. */
export interface TableAccess {
  /** table.c:table_match: whether a table holds a key, as `service` compares keys. */
  match(table: string, service: TableService, key: string): Task<TracedLookup>;
  /** table.c:table_lookup: what a table says to a key. */
  lookup(table: string, service: TableService, key: string): Task<LookupAnswer>;
  /** lka.c:lka_mailaddrmap: whether a user may send as an address. */
  maySend(table: string, username: string, sender: MailAddress): Task<'yes' | 'no' | 'tempfail'>;
  /** table.c:table_lookup for `credentials`: what follows the name in the table's value. */
  credentials(
    table: string,
    username: string,
  ): Task<{ readonly outcome: 'found'; readonly password: string } | { readonly outcome: 'not-found' | 'failed' }>;
  /** Whether a table offers the service `auth`: it compares passwords itself (table_check_service). */
  authenticates(table: string): boolean;
  /** Whether to.c:text_to_netaddr reads `text` as an address or a network. */
  isNetworkAddress(text: string): boolean;
}
