import { valueTokens } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../snapshot.js';
import { clausesOf } from '../selection.js';
import { statementAt } from '../statement-at.js';

/** The clause whose value an offset lies in, with its statement. */
export function clauseAt(
  snapshot: Snapshot,
  offset: number,
): { readonly clause: ClauseNode; readonly statement: Statement } | undefined {
  const statement = statementAt(snapshot, offset);
  if (statement === undefined) return undefined;
  const clause = clausesOf(statement).find(({ value }) => {
    const tokens = valueTokens(value);
    if (tokens.length === 0 || tokens.some(({ expandedFrom }) => expandedFrom)) return false;
    const start = Math.min(...tokens.map((token) => token.start));
    return start <= offset && offset <= Math.max(...tokens.map((token) => token.end));
  });
  return clause && { clause, statement };
}
