import { readFileSync, statSync } from 'node:fs';
import { type CompiledConfig, type CompiledTable, readMap } from '@smtpd-conf/compiler';
import type { KeysAnswer, LookupAnswer, TableFetch, TableKeys, TableLookup } from '@smtpd-conf/engine';
import type { TableRequest } from '../../tables/proc-protocol.js';
import type { SystemUsers } from '../auth/system-users.js';
import type { TableProcess } from './table-process.js';

interface OpenDatabase {
  /** Of the file when it was read: another one means that it has to be read again. */
  readonly changed: number;
  readonly rows: ReadonlyMap<string, string>;
  readonly keys: readonly string[];
}

const FAILED = { outcome: 'failed' } as const;

/** The tables whose contents the configuration does not hold: databases, table programs and the system's users. */
export class ExternalTables {
  private readonly tables: ReadonlyMap<string, CompiledTable>;
  private readonly databases = new Map<string, OpenDatabase>();

  /** @param locate where a path of the configuration lies on this machine */
  constructor(
    config: CompiledConfig,
    private readonly users: SystemUsers,
    private readonly processes: ReadonlyMap<string, TableProcess>,
    private readonly locate: (path: string) => string,
  ) {
    this.tables = new Map(config.tables.map((table) => [table.name, table]));
  }

  async lookUp({ table: name, service, key, wanted }: TableLookup): Promise<LookupAnswer> {
    const table = this.tables.get(name);
    switch (table?.backend) {
      case 'getpwnam': {
        const user = this.users.find(key);
        if (!user) return { outcome: 'not-found' };
        return { outcome: 'found', value: `${user.uid}:${user.gid}:${user.directory}` };
      }
      case 'db': {
        const database = this.database(table);
        if (!database) return FAILED;
        const value = database.rows.get(key);
        return value === undefined ? { outcome: 'not-found' } : { outcome: 'found', value };
      }
      case 'proc':
        return this.ask(name, { type: wanted === 'value' ? 'lookup' : 'check', service, key });
      default:
        return FAILED;
    }
  }

  keys({ table: name }: TableKeys): KeysAnswer {
    const database = this.database(this.tables.get(name));
    return database ? { outcome: 'keys', keys: database.keys } : FAILED;
  }

  async fetch({ table, service }: TableFetch): Promise<LookupAnswer> {
    return this.ask(table, { type: 'fetch', service });
  }

  /** Reads a table anew; what stands in the way of it. */
  async update(name: string): Promise<string | undefined> {
    const table = this.tables.get(name);
    if (table?.backend === 'proc') return this.processes.get(name)?.update();
    if (table?.backend !== 'db' || table.config === undefined) return undefined;
    this.databases.delete(this.locate(table.config));
    return this.database(table) ? undefined : `${table.config} is no database that can be read`;
  }

  stop(): void {
    for (const process of this.processes.values()) process.stop();
  }

  private ask(table: string, request: TableRequest): Promise<LookupAnswer> {
    return this.processes.get(table)?.ask(request) ?? Promise.resolve(FAILED);
  }

  private database(table: CompiledTable | undefined): OpenDatabase | undefined {
    if (table?.backend !== 'db' || table.config === undefined) return undefined;
    const path = this.locate(table.config);
    try {
      const changed = statSync(path).mtimeMs;
      const known = this.databases.get(path);
      if (known?.changed === changed) return known;
      const rows = readMap(readFileSync(path));
      if (!rows) return undefined;
      const opened = { changed, rows, keys: [...rows.keys()] };
      this.databases.set(path, opened);
      return opened;
    } catch {
      return undefined;
    }
  }
}
