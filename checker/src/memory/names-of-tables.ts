import type { Statement } from '@smtpd-conf/grammar';
import { tableClausesIn } from '../subject/table-clauses.js';

/** The tables that a statement defines or refers to. */
export function namesOfTables(statement: Statement): readonly string[] {
  if (statement.kind === 'table') return statement.name ? [statement.name.text] : [];
  return tableClausesIn(statement).flatMap(({ clause: { value } }) =>
    value?.kind === 'table-reference' && value.name ? [value.name.text] : [],
  );
}
