import type { CompiledTable } from '../config/compiled-config.js';
import { nameKey } from './fragment.js';
import type { Orderable } from './order.js';
import type { Scribe } from './scribe.js';
import { statement } from './statement.js';

/** `table NAME …` */
export function printTable(scribe: Scribe, table: CompiledTable): Orderable {
  const source =
    table.backend === 'static' && table.config === undefined ? inline(scribe, table) : config(scribe, table);
  return statement(['table', scribe.word(table.name), source], [nameKey('table', table.name)]);
}

function inline(scribe: Scribe, table: CompiledTable): string {
  return table.kind === 'none' ? 'static' : scribe.entries(table);
}

function config(scribe: Scribe, { backend, config: path }: CompiledTable): string {
  if (backend === 'static') return scribe.word(`file:${path}`);
  // A table process keeps its name in front of its path.
  if (backend === 'proc' && path !== undefined && !path.startsWith('/')) return scribe.word(path);
  return scribe.word(path === undefined ? backend : `${backend}:${path}`);
}
