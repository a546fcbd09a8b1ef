import type { ClauseNode } from '../ast/clause.js';
import type { Statement } from '../ast/statement.js';
import type { Value } from '../ast/value.js';
import type { ClauseId } from '../language/clauses.js';
import type { Token } from '../lexer/token.js';
import { type ClauseShape, NONE, type StatementShape, type ValueShape } from './shape.js';

/** Puts a statement's tokens into the places that its shape has for them. */
export function bindStatement(shape: StatementShape, tokens: readonly Token[], end: Token): Statement {
  const at = shape.error;
  const error = at === NONE ? undefined : { index: at, token: tokens[at] ?? end };
  const base = { tokens, end, error };
  const [first, second] = shape.words;
  const one = first === undefined ? undefined : tokens[first];
  const two = second === undefined ? undefined : tokens[second];
  const clauses = shape.clauses.map((clause) => bindClause(clause, tokens));
  switch (shape.kind) {
    case 'error':
      return { kind: 'error', ...base, error: error ?? { index: 0, token: tokens[0] ?? end } };
    case 'include':
      return { kind: 'include', ...base, path: one };
    case 'macro':
      return { kind: 'macro', ...base, name: one as Token, value: two };
    case 'setting':
      return { kind: 'setting', ...base, setting: clauses[0] as never };
    case 'pki':
    case 'ca':
      return { kind: shape.kind, ...base, name: one, options: clauses as never };
    case 'proc':
      return { kind: 'proc', ...base, name: one, command: two, options: clauses as never };
    case 'listen':
      return { kind: 'listen', ...base, on: one, socket: isSocket(one), options: clauses as never };
    case 'table': {
      const entries = shape.value === undefined ? undefined : bindValue(shape.value, tokens);
      return { kind: 'table', ...base, name: one, config: two, entries: entries as never };
    }
    case 'action':
      return { kind: 'action', ...base, name: one, method: clauses.shift() as never, options: clauses as never };
    case 'match': {
      const outcome = clauses.at(-1)?.id.startsWith('match.') && isOutcome(clauses.at(-1)) ? clauses.pop() : undefined;
      return { kind: 'match', ...base, criteria: clauses as never, outcome: outcome as never };
    }
    case 'filter':
      return bindFilter(base, one, clauses);
  }
}

type Base = Pick<Statement, 'tokens' | 'end' | 'error'>;

function bindFilter(base: Base, name: Token | undefined, clauses: ClauseNode[]): Statement {
  const form = clauses.shift();
  const builtin = form?.id === 'filter.phase';
  const chain = form?.value?.kind === 'filter-list' ? form.value : undefined;
  return {
    kind: 'filter',
    ...base,
    name,
    form: form as never,
    options: (builtin ? [] : clauses) as never,
    phase: (builtin ? clauses[0] : undefined) as never,
    condition: (builtin ? clauses[1] : undefined) as never,
    decision: (builtin ? clauses[2] : undefined) as never,
    chain,
  };
}

function isSocket(token: Token | undefined): boolean {
  return token !== undefined && token.text === 'socket' && !token.quoted && token.type >= 16;
}

function isOutcome(clause: ClauseNode | undefined): boolean {
  return clause?.id === 'match.reject' || clause?.id === 'match.action';
}

function bindClause(shape: ClauseShape, tokens: readonly Token[]): ClauseNode {
  return {
    kind: 'clause',
    id: shape.clause.id as ClauseId,
    form: shape.form,
    negation: tokens[shape.negation],
    words: shape.words.map((word) => tokens[word] as Token),
    value: bindValues(shape.values, tokens),
    complete: shape.complete,
  };
}

/** The value of a clause; a domain and its limits become one. */
function bindValues(shapes: readonly ValueShape[], tokens: readonly Token[]): Value | undefined {
  const [first, second] = shapes;
  if (first === undefined) return undefined;
  const value = bindValue(first, tokens);
  if (second === undefined || value.kind !== 'word') return value;
  const limits = bindValue(second, tokens);
  return limits.kind === 'limits' ? { ...limits, domain: value.token } : value;
}

function bindValue(shape: ValueShape, tokens: readonly Token[]): Value {
  const token = (index: number): Token => tokens[index] as Token;
  switch (shape.kind) {
    case 'word':
    case 'number':
      return { kind: shape.kind, token: token(shape.token) };
    case 'table-reference':
      return { kind: shape.kind, open: token(shape.open), name: tokens[shape.name], close: tokens[shape.close] };
    case 'inline-table':
      return {
        kind: shape.kind,
        open: token(shape.open),
        entries: shape.entries.map(({ key, value }) => ({ key: token(key), value: tokens[value] })),
        close: tokens[shape.close],
      };
    case 'filter-list':
      return { kind: shape.kind, open: token(shape.open), names: shape.names.map(token), close: tokens[shape.close] };
    case 'delays':
      return { kind: shape.kind, delays: shape.delays.map(token) };
    case 'limits':
      return {
        kind: shape.kind,
        domain: undefined,
        limits: shape.limits.map(({ key, value }) => ({ name: token(key), value: tokens[value] })),
      };
    case 'pair':
      return { kind: shape.kind, first: token(shape.first), second: tokens[shape.second] };
  }
}
