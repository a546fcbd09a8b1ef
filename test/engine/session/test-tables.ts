import type { CompiledConfig } from '../../../compiler/src/config/compiled-config.js';
import type { TableAccess } from '../../../engine/src/filter/table-access.js';

/** Static tables by exact keys and JavaScript's regular expressions, until the engine's own are here. */
export function testTables(config: CompiledConfig): TableAccess {
  const rows = (table: string) => config.tables.find(({ name }) => name === table)?.entries ?? [];
  return {
    *match(table, service, key) {
      const folded = key.toLowerCase();
      const hit = rows(table).find(([entry]) =>
        service === 'regex' ? new RegExp(entry).test(folded) : entry === folded,
      );
      return { table, service, key, result: hit ? 'found' : 'not-found', ...(hit ? { entry: hit[0] } : {}) };
    },
    *lookup(table, _service, key) {
      const hit = rows(table).find(([entry]) => entry === key.toLowerCase());
      return hit ? { outcome: 'found', ...(hit[1] === undefined ? {} : { value: hit[1] }) } : { outcome: 'not-found' };
    },
    *maySend(table, username, { user, domain }) {
      const hit = rows(table).find(([entry]) => entry === username.toLowerCase());
      return hit?.[1]?.split(/,\s*/).includes(`${user}@${domain}`) ? 'yes' : 'no';
    },
    *credentials(table, username) {
      const hit = rows(table).find(([entry]) => entry === username.toLowerCase());
      return hit ? { outcome: 'found', password: hit[1] ?? '' } : { outcome: 'not-found' };
    },
    authenticates: () => false,
    isNetworkAddress: (text) => /^[\d.]+$/.test(text),
  };
}
