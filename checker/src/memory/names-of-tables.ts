import type { Statement } from '@smtpd-conf/grammar';
import { tableClausesIn, tableNameIn } from '../subject/table-clauses.js';

/** The tables that a statement defines or refers to. */
export function namesOfTables(statement: Statement): readonly string[] {
  if (statement.kind === 'table') return statement.name ? [statement.name.text] : [];
  return tableClausesIn(statement).flatMap(({ clause }) => tableNameIn(clause) ?? []);
}
