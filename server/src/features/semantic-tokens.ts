import { FIRST_KEYWORD, type Statement, type Token, TokenType } from '@smtpd-conf/grammar';
import { documentOf, type Snapshot } from '../snapshot.js';

/** The legend that a client is told of; the numbers below are indices into it. */
export const TOKEN_TYPES = [
  'comment',
  'keyword',
  'string',
  'number',
  'operator',
  'variable',
  'function',
  'type',
  'namespace',
  'parameter',
  'method',
] as const;
export const TOKEN_MODIFIERS = ['definition', 'deprecated', 'readonly'] as const;

type TypeName = (typeof TOKEN_TYPES)[number];

export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: TypeName;
  readonly modifiers: readonly (typeof TOKEN_MODIFIERS)[number][];
}

/** What each word of the document is, in its order; with `from` and `to` only what overlaps that range. */
export function semanticTokens(
  snapshot: Snapshot,
  from = 0,
  to: number = snapshot.source.text.length,
): readonly SemanticToken[] {
  const document = documentOf(snapshot);
  const found: SemanticToken[] = [];
  for (const { start, end } of document.comments) found.push({ start, end, type: 'comment', modifiers: [] });
  const names = new Map(
    snapshot.project.names.all.filter(({ source }) => source === snapshot.source).map((one) => [one.start, one]),
  );
  for (const statement of document.statements) {
    let last = -1;
    for (const token of statement.tokens) {
      if (token.start < last || token.start >= to || token.end <= from) continue;
      last = token.end;
      const name = names.get(token.start + (token.quoted ? 1 : 0));
      const kind = token.expandedFrom ? undefined : name?.kind;
      const type = token.expandedFrom ? 'variable' : typeOf(token, kind, statement);
      if (type === undefined) continue;
      found.push({
        start: token.start,
        end: token.end,
        type,
        modifiers: name?.role === 'definition' && !token.expandedFrom ? ['definition'] : [],
      });
    }
  }
  return found.filter(({ start, end }) => start < to && end > from && end > start).sort((a, b) => a.start - b.start);
}

const NAMES: Readonly<Record<string, TypeName>> = {
  table: 'type',
  action: 'function',
  filter: 'function',
  proc: 'function',
  pki: 'namespace',
  ca: 'namespace',
  wrapper: 'function',
  macro: 'variable',
  tag: 'parameter',
};

function typeOf(token: Token, kind: string | undefined, statement: Statement): TypeName | undefined {
  if (kind !== undefined) return NAMES[kind];
  if (token.type >= FIRST_KEYWORD) {
    return statement.kind === 'action' && statement.method?.words[0] === token ? 'method' : 'keyword';
  }
  switch (token.type) {
    case TokenType.String:
      return 'string';
    case TokenType.Number:
      return 'number';
    case TokenType.Bang:
    case TokenType.Equals:
    case TokenType.Arrow:
      return 'operator';
    default:
      return undefined;
  }
}
