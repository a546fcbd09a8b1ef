import { atLeast, PLATFORMS, type Target, type Version } from '@smtpd-conf/grammar';
import type { TableBackend, TableKind, TableRow } from '../config/compiled-config.js';
import type { World } from '../world/world.js';
import { type DbFault, openDb } from './db-file.js';
import { loadStaticTable, type StaticTableFault } from './static-table.js';
import { byteLength } from './table-key.js';
import { TABLE_SERVICES, type TableService } from './table-service.js';

/** One of table.c's backends. */
export interface BackendFacts {
  readonly name: TableBackend;
  /** The kind of a table before its file is read. */
  readonly kind: 'none' | 'dynamic';
  /** What lookups it answers; a table process says so itself once it runs. */
  readonly services: (version: Version) => ReadonlySet<TableService>;
}

const ANY: ReadonlySet<TableService> = new Set(TABLE_SERVICES);
const STATIC = without('auth');
const STATIC_IN_64 = without('auth', 'regex');
const DB_UNTIL_68 = without('auth', 'regex', 'relayhost', 'string');
const USERINFO: ReadonlySet<TableService> = new Set(['userinfo']);

/** table_static.c, table_db.c, table_getpwnam.c, table_proc.c: struct table_backend. */
export const BACKENDS: Readonly<Record<TableBackend, BackendFacts>> = {
  static: {
    name: 'static',
    kind: 'none',
    services: (version) => (atLeast(version, '6.6.0') ? STATIC : STATIC_IN_64),
  },
  db: { name: 'db', kind: 'dynamic', services: (version) => (atLeast(version, '7.3.0') ? STATIC : DB_UNTIL_68) },
  getpwnam: { name: 'getpwnam', kind: 'dynamic', services: () => USERINFO },
  proc: { name: 'proc', kind: 'dynamic', services: () => ANY },
};

export type BackendChoice =
  | {
      readonly ok: true;
      readonly backend: BackendFacts;
      /** The file, or for a table process that has a name of its own `NAME:FILE`. */
      readonly config: string | undefined;
    }
  /** What smtpd says as it gives up at once, without its `smtpd: `. */
  | { readonly ok: false; readonly fatal: string };

/**
 * The backend that a table statement asks for (table.c:table_create, without its check for a second table of that
 * name). `service` is what stands before the colon, `static` for a bare path; `config` what stands after it.
 */
export function chooseBackend(
  service: string,
  config: string | undefined,
  world: World,
  target: Target,
): BackendChoice {
  const { libexecDir, lineMax, pathMax } = PLATFORMS[target.platform];
  const known = service === 'file' ? 'static' : service;
  let chosen: BackendFacts | undefined;
  let chosenConfig = config;
  if (isBackend(known)) chosen = BACKENDS[known];
  else {
    const program = `${libexecDir}/table-${service}`;
    if (byteLength(program) >= lineMax) return fatal(`table_create: path too long "${program}"`);
    if (world.status(program).ok) {
      chosen = BACKENDS.proc;
      chosenConfig = config === undefined ? service : `${service}:${config}`;
      if (byteLength(chosenConfig) >= lineMax) return fatal('table_create: config file path too long');
    }
  }
  if (!chosen) return fatal(`table_create: backend "${service}" does not exist`);
  if (chosenConfig !== undefined && byteLength(chosenConfig) >= pathMax) {
    return fatal(`table_create: table config "${chosenConfig.slice(0, pathMax - 1)}" too large`);
  }
  return { ok: true, backend: chosen, config: chosenConfig };
}

/** Why table_config() refuses a table. */
type TableFault = StaticTableFault | DbFault | { readonly type: 'takes-no-parameter' };

export type TableCheck =
  /** `entries` for static tables only; they are computed when first asked for. */
  | { readonly ok: true; readonly kind: TableKind; readonly entries?: readonly TableRow[] }
  /** The lines on stderr that come before parse.y's "invalid configuration file". */
  | { readonly ok: false; readonly messages: readonly string[]; readonly fault: TableFault };

/** What the check of a configuration does with a table's parameter (table.c:table_config). Starts no process. */
export function checkTable(
  backend: TableBackend,
  config: string | undefined,
  world: World,
  target: Target,
): TableCheck {
  switch (backend) {
    case 'static':
      return config === undefined ? { ok: true, kind: 'none' } : loadStaticTable(config, world, target.version);
    case 'db': {
      const opened = openDb(config ?? '', world, target.platform);
      return opened.ok ? { ok: true, kind: 'dynamic' } : opened;
    }
    case 'getpwnam':
      if (config === undefined) return { ok: true, kind: 'dynamic' };
      return { ok: false, messages: [], fault: { type: 'takes-no-parameter' } };
    case 'proc':
      return { ok: true, kind: 'dynamic' };
  }
}

/** Whether a table may stand where one of these kinds and one of these lookups is wanted (table.c:table_check_use). */
export function mayServe(
  table: { readonly kind: TableKind; readonly services: ReadonlySet<string> },
  kinds: readonly TableKind[],
  services: readonly TableService[],
): boolean {
  return kinds.includes(table.kind) && services.some((service) => table.services.has(service));
}

/** Whether parse.y's table name fits (table.c:table_create: "table name too long"). */
export function tableNameFits(name: string, target: Target): boolean {
  return byteLength(name) < PLATFORMS[target.platform].lineMax;
}

function isBackend(name: string): name is TableBackend {
  return Object.hasOwn(BACKENDS, name);
}

function without(...left: readonly TableService[]): ReadonlySet<TableService> {
  return new Set(TABLE_SERVICES.filter((service) => !left.includes(service)));
}

function fatal(text: string): BackendChoice {
  return { ok: false, fatal: text };
}
