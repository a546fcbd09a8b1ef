import type { CompiledConfig, CompiledTable, TableService } from '@smtpd-conf/compiler';
import { behaves } from '../behaviour.js';
import type { LookupAnswer } from '../effect.js';
import type { TableAccess } from '../filter/table-access.js';
import { utf8Encoded } from '../session/byte-text.js';
import { perform, type Task } from '../task.js';
import { lowerCase } from './ascii.js';
import { externalLookup, type Wanted } from './external-table.js';
import type { MatchContext } from './index/key-index.js';
import { type StaticTable, staticTable } from './static-table.js';
import { parseCredentials } from './values/credentials.js';
import { mailAddressMatch } from './values/mail-address.js';
import { parseMailAddressList } from './values/mail-address-list.js';
import { parseNetwork } from './values/network.js';

/** How far table_fetch has come in each static table; one object for as long as the simulated daemon runs. */
export type FetchState = Map<string, number>;

export interface Tables extends TableAccess {
  readonly context: MatchContext;
  /** The entries of a table that the configuration holds. */
  static(table: string): StaticTable | undefined;
  /** table.c:table_fetch: the next key, round robin in the order of bytes. */
  fetch(table: string, service: TableService, state: FetchState): Task<LookupAnswer>;
}

/** Of what the host knows and the configuration does not. */
export interface TableOptions {
  /** The services that a table process has registered; all but `auth` where nothing is said. */
  readonly processServices?: (table: string) => ReadonlySet<TableService> | undefined;
}

/** Bytes of a key that table.c:table_lookup can put into lower case. */
export const LONGEST_KEY = 1023;

/** The key as table.c:table_lookup hands it on; undefined for one that is too long, whose lookup fails. */
export function lookupKey(key: string): string | undefined {
  return key.length > LONGEST_KEY ? undefined : lowerCase(key);
}

/** An answer, and of a static table or a database the entry that it comes from. */
type TracedAnswer = LookupAnswer & { readonly entry?: string };

/**
 * The tables of a configuration (table.c). Static ones answer at once, lookups in others are effects. Keys and values are
 * byte texts.
 */
export function createTables(config: CompiledConfig, options: TableOptions = {}): Tables {
  const { version } = config.target;
  const context: MatchContext = {
    delimiter: config.settings.smtp.subAddressDelimiter,
    ownNetPton: behaves(version, 'own-net-pton'),
  };
  const compiled = new Map(config.tables.map((table) => [table.name, table]));
  const built = new Map<string, StaticTable>();
  const askBackend = externalLookup(version, context);

  function tableNamed(name: string): CompiledTable {
    const table = compiled.get(name);
    if (table === undefined) throw new Error(`the configuration has no table ${name}`);
    return table;
  }

  function staticNamed(name: string): StaticTable | undefined {
    const known = built.get(name);
    if (known) return known;
    const { backend, entries = [] } = tableNamed(name);
    if (backend !== 'static') return undefined;
    const table = staticTable(entries, context);
    built.set(name, table);
    return table;
  }

  function* lookup(table: string, service: TableService, key: string, wanted: Wanted): Task<TracedAnswer> {
    const lower = lookupKey(key);
    if (lower === undefined) return { outcome: 'failed' };
    const known = staticNamed(table);
    if (known === undefined) return yield* askBackend(tableNamed(table), service, lower, wanted);
    const row = known.find(service, lower);
    if (row === undefined) return { outcome: 'not-found' };
    const [entry, value] = row;
    return { outcome: 'found', entry, ...(value === undefined ? {} : { value: utf8Encoded(value) }) };
  }

  return {
    context,
    static: staticNamed,
    lookup: (table, service, key) => lookup(table, service, key, 'value'),
    *match(table, service, key) {
      const lower = lookupKey(key);
      const known = staticNamed(table);
      if (lower !== undefined && known !== undefined) {
        const entry = known.findEntry(service, lower);
        return entry === undefined
          ? { table, service, key, result: 'not-found' }
          : { table, service, key, result: 'found', entry };
      }
      const answer = yield* lookup(table, service, key, 'presence');
      const entry = answer.entry ?? (answer.outcome === 'found' ? answer.value : undefined);
      return { table, service, key, result: answer.outcome, ...(entry === undefined ? {} : { entry }) };
    },
    *fetch(table, service, state) {
      const { backend } = tableNamed(table);
      if (backend === 'getpwnam') return { outcome: 'failed' };
      // table_db.c:table_db_fetch takes success for the end.
      if (backend === 'db') return { outcome: 'not-found' };
      const known = staticNamed(table);
      if (known === undefined) return yield* perform({ type: 'table-fetch', table, service });
      const keys = known.sortedKeys();
      const at = state.get(table) ?? 0;
      state.set(table, at + 1);
      const value = keys[at % keys.length];
      return value === undefined ? { outcome: 'not-found' } : { outcome: 'found', value };
    },
    *maySend(table, username, sender) {
      const answer = yield* lookup(table, 'mailaddrmap', username, 'value');
      if (answer.outcome !== 'found') return answer.outcome === 'failed' ? 'tempfail' : 'no';
      const allowed = parseMailAddressList(answer.value ?? '');
      if (allowed === undefined) return 'tempfail';
      return allowed.some((address) => mailAddressMatch(sender, address, context.delimiter)) ? 'yes' : 'no';
    },
    *credentials(table, username) {
      const answer = yield* lookup(table, 'credentials', username, 'value');
      if (answer.outcome !== 'found') return answer;
      const credentials = parseCredentials(lowerCase(username), answer.value ?? '');
      return credentials ? { outcome: 'found', password: credentials.password } : { outcome: 'failed' };
    },
    authenticates: (table) =>
      tableNamed(table).backend === 'proc' && options.processServices?.(table)?.has('auth') === true,
    isNetworkAddress: (text) => parseNetwork(text, context.ownNetPton) !== undefined,
  };
}
