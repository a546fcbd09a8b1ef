import type { Place } from '@smtpd-conf/compiler';
import type { ClauseId, ClauseNode, Statement, Token } from '@smtpd-conf/grammar';

/** The last clause with this id, which is the one that counts where several may stand. */
export function clauseOf<Id extends ClauseId>(clauses: readonly ClauseNode[], id: Id): ClauseNode<Id> | undefined {
  return clauses.findLast((clause): clause is ClauseNode<Id> => clause.id === id);
}

/** The first keyword of a clause. */
export function wordAt(clause: ClauseNode): Token {
  return clause.words[0] as Token;
}

/** From the first keyword of a clause, with a `!` before it, to its last token; the first keyword alone for one out of a macro. */
export function clausePlace(clause: ClauseNode, statement: Statement): Place {
  const tokens = clauseTokens(clause, statement);
  const first = tokens[0] ?? wordAt(clause);
  const last = tokens.at(-1) ?? first;
  const { source, start } = first;
  return { source, start, end: last.source === source && last.end >= first.end ? last.end : first.end };
}

/** All tokens of a clause in the order in which they stand in its statement. */
export function clauseTokens(clause: ClauseNode, statement: Statement): readonly Token[] {
  const own = new Set<Token>(clause.words);
  if (clause.negation) own.add(clause.negation);
  for (const token of valueTokensOf(clause)) own.add(token);
  const { tokens } = statement;
  const first = tokens.findIndex((token) => own.has(token));
  const last = tokens.findLastIndex((token) => own.has(token));
  return first === -1 ? [] : tokens.slice(first, last + 1);
}

function valueTokensOf({ value }: ClauseNode): readonly Token[] {
  switch (value?.kind) {
    case undefined:
      return [];
    case 'word':
    case 'number':
      return [value.token];
    case 'pair':
      return value.second ? [value.first, value.second] : [value.first];
    case 'delays':
      return value.delays;
    case 'limits':
      return value.limits.flatMap(({ name, value: number }) => (number ? [name, number] : [name]));
    case 'table-reference':
    case 'inline-table':
    case 'filter-list':
      return value.close ? [value.open, value.close] : [value.open];
  }
}

/** The whole statement. */
export function statementPlace(statement: Statement): Place {
  const first = statement.tokens[0] ?? statement.end;
  const last = statement.tokens.findLast(({ source }) => source === first.source) ?? first;
  return { source: first.source, start: first.start, end: Math.max(first.end, last.end) };
}
