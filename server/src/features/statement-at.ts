import { FIRST_KEYWORD, type Span, type Statement, type Token, TokenType } from '@smtpd-conf/grammar';
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
  const statement = firstEndingFrom(documentOf(snapshot).statements, offset);
  return statement && extentOf(statement).start <= offset ? statement : undefined;
}

/** The first of a file's statements that ends at an offset or behind it; they follow one another. */
export function firstEndingFrom(statements: readonly Statement[], offset: number): Statement | undefined {
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (extentOf(statements[middle] as Statement).end < offset) low = middle + 1;
    else high = middle;
  }
  return statements[low];
}

/** The token of a statement that an offset lies in or touches; of two a word rather than a sign, then the later one. */
export function tokenAt(statement: Statement, offset: number): Token | undefined {
  const touching = statement.tokens.filter(({ start, end }) => start <= offset && offset <= end);
  return touching.findLast(isWord) ?? touching.at(-1);
}

function isWord({ type }: Token): boolean {
  return type === TokenType.String || type === TokenType.Number || type >= FIRST_KEYWORD;
}
