import { valueTokens } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement, Token } from '@smtpd-conf/grammar';
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
    if (tokens.length === 0 || !isWhole(tokens, statement)) return false;
    const start = Math.min(...tokens.map((token) => token.start));
    return start <= offset && offset <= Math.max(...tokens.map((token) => token.end));
  });
  return clause && { clause, statement };
}

/** Whether what is written as a macro from the first to the last of some tokens gives nothing of the statement around them. */
export function isWhole(tokens: readonly Token[], { tokens: all }: Statement): boolean {
  const places = tokens.map((token) => all.indexOf(token));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const uses = new Set(all.slice(first, last + 1).flatMap(({ expandedFrom }) => expandedFrom ?? []));
  return [...all.slice(0, first), ...all.slice(last + 1)].every(
    ({ expandedFrom }) => expandedFrom === undefined || !uses.has(expandedFrom),
  );
}
