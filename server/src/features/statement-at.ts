import type { Span, Statement, Token } from '@smtpd-conf/grammar';
import { documentOf, type Snapshot } from '../snapshot.js';

/** Where a statement is written, from its first word to its last. */
export function extentOf({ tokens, end }: Statement): Span {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return { start: end.start, end: end.start };
  return { start: first.start, end: Math.max(first.end, last.end) };
}

/** The statement of this document that an offset lies in, or right behind. */
export function statementAt(snapshot: Snapshot, offset: number): Statement | undefined {
  return documentOf(snapshot).statements.find((statement) => {
    const { start, end } = extentOf(statement);
    return start <= offset && offset <= end;
  });
}

/** The token of a statement that an offset lies in or right behind; the later one where two touch. */
export function tokenAt(statement: Statement, offset: number): Token | undefined {
  return statement.tokens.findLast(({ start, end }) => start <= offset && offset <= end);
}
