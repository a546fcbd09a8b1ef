import type { CompiledTable, TableService } from '@smtpd-conf/compiler';
import type { Version } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { LookupAnswer } from '../effect.js';
import { perform, type Task } from '../task.js';
import type { MatchContext } from './index/key-index.js';
import { type StaticTable, scans, staticTable } from './static-table.js';

/** What a backend is asked for: that there is an entry (table_match), or what it says (table_lookup). */
export type Wanted = 'presence' | 'value';

/** Looks a key up in a table that the configuration does not hold; the key is in lower case. */
export type ExternalLookup = (
  table: CompiledTable,
  service: TableService,
  key: string,
  wanted: Wanted,
) => Task<LookupAnswer>;

/**
 * The lookup functions of table_db.c, table_proc.c and table_getpwnam.c, as effects. The daemon goes through the keys of a
 * database as it goes through a static table's, though in the database's order, so all of them are asked for then.
 */
export function externalLookup(version: Version, context: MatchContext): ExternalLookup {
  const databases = new WeakMap<readonly string[], StaticTable>();

  function indexed(keys: readonly string[]): StaticTable {
    const known = databases.get(keys);
    if (known) return known;
    const rows = keys.map((key) => [key] as const);
    const table = staticTable(rows, context);
    databases.set(keys, table);
    return table;
  }

  function* scanDatabase(table: string, service: TableService, key: string): Task<LookupAnswer> {
    const answer = yield* perform({ type: 'table-keys', table });
    if (answer.outcome === 'failed') return answer;
    const row = indexed(answer.keys).find(service, key);
    // What stands for the value is the key.
    return row === undefined ? { outcome: 'not-found' } : { outcome: 'found', value: row[0] };
  }

  return function* ({ name, backend }, service, key, wanted) {
    if (backend === 'db' && scans(service)) return yield* scanDatabase(name, service, key);
    if (backend === 'getpwnam' && service !== 'userinfo') return { outcome: 'failed' };
    const oneLine = backend === 'proc' && behaves(version, 'proc-keys-on-one-line');
    if (oneLine && /[\r\n]/.test(key)) return { outcome: 'failed' };
    return yield* perform({ type: 'table-lookup', table: name, service, key, wanted });
  };
}
