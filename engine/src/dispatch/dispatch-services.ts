import type { CompiledConfig, TableService } from '@smtpd-conf/compiler';
import type { LookupAnswer } from '../effect.js';
import type { TableAccess } from '../filter/table-access.js';
import type { Task } from '../task.js';
import type { TracedLookup } from '../traced-lookup.js';

/** What is asked of tables when mail goes out again. */
export interface DispatchTables extends Pick<TableAccess, 'lookup'> {
  /** table.c:table_fetch: the value, or of a list the key, of the next entry, round robin. */
  fetch(table: string, service: TableService): Task<LookupAnswer>;
}

export interface DispatchServices {
  readonly config: CompiledConfig;
  readonly tables: DispatchTables;
  readonly trace?: (event: DispatchEvent) => void;
}

export type DispatchEvent =
  | { readonly type: 'dispatch-lookup'; readonly lookup: TracedLookup }
  | {
      readonly type: 'dispatch-fetch';
      readonly table: string;
      readonly service: TableService;
      readonly result: LookupAnswer['outcome'];
      readonly entry?: string;
    };

/** A lookup that the trace tells of. */
export function* lookUp(
  services: DispatchServices,
  table: string,
  service: TableService,
  key: string,
): Task<LookupAnswer> {
  const answer = yield* services.tables.lookup(table, service, key);
  const lookup = { table, service, key, result: answer.outcome, ...entryOf(answer) };
  services.trace?.({ type: 'dispatch-lookup', lookup });
  return answer;
}

/** The next entry of a table, likewise. */
export function* fetch(services: DispatchServices, table: string, service: TableService): Task<LookupAnswer> {
  const answer = yield* services.tables.fetch(table, service);
  services.trace?.({ type: 'dispatch-fetch', table, service, result: answer.outcome, ...entryOf(answer) });
  return answer;
}

function entryOf(answer: LookupAnswer): { entry?: string } {
  return answer.outcome === 'found' && answer.value !== undefined ? { entry: answer.value } : {};
}
