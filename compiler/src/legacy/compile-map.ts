import type { MapStatement, TableStatement } from '@smtpd-conf/grammar';
import type { StatementContext } from '../statement-context.js';
import { compileTable } from '../statements/tables.js';

/** `map NAME source BACKEND PATH`, as tables were written until 5.2. */
export function compileMap(statement: MapStatement, context: StatementContext): void {
  const { name, path } = statement;
  if (name === undefined || path === undefined || statement.error !== undefined) return;
  const config = { ...path, text: mapConfig(statement) };
  const { tokens, end, error } = statement;
  const table: TableStatement = { kind: 'table', tokens, end, error, name, config, entries: undefined };
  compileTable(table, context);
}

/** The map as `table` takes it: `db:PATH` or `file:PATH`. */
export function mapConfig({ backend, path }: MapStatement): string {
  const text = path?.text ?? '';
  if (backend === undefined) return text;
  return `${backend.text === 'plain' ? 'file' : backend.text}:${text}`;
}
