import { type CompiledConfig, loadStaticTable, type World } from '@smtpd-conf/compiler';

/**
 * The configuration with a table of it read again from its file (table_static.c:table_static_update), or what is wrong with
 * the file. Tables that no file holds are as they were.
 */
export function withTableReread(
  config: CompiledConfig,
  name: string,
  files: Pick<World, 'readFile'>,
): CompiledConfig | string {
  const table = config.tables.find((one) => one.name === name);
  if (table?.backend !== 'static' || table.config === undefined) return config;
  const read = loadStaticTable(table.config, files as World, config.target.version);
  if (!read.ok) return read.messages.join('; ');
  const changed = { ...table, kind: read.kind, entries: read.entries };
  return { ...config, tables: config.tables.map((one) => (one === table ? changed : one)) };
}
