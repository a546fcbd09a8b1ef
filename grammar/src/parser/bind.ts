import type { ClauseNode } from '../ast/clause.js';
import type { Statement } from '../ast/statement.js';
import type { Value } from '../ast/value.js';
import type { AnyContext, Form } from '../language/clause.js';
import type { ClauseId } from '../language/clauses.js';
import { FIRST_KEYWORD, type Token } from '../lexer/token.js';
import { type ClauseShape, NONE, type StatementShape, type ValueShape } from './shape.js';

/** For the many statements that have none. */
const NO_CLAUSES: readonly ClauseNode[] = [];

/** Puts a statement's tokens into the places that its shape has for them. */
export function bindStatement(shape: StatementShape, tokens: readonly Token[], end: Token): Statement {
  const at = shape.error;
  const error = at === NONE ? undefined : { index: at, token: tokens[at] ?? end };
  const [first, second] = shape.words;
  const one = first === undefined ? undefined : tokens[first];
  const two = second === undefined ? undefined : tokens[second];
  const clauses: ClauseNode[] = shape.clauses.map((clause) => new BoundClause(clause, tokens));
  switch (shape.kind) {
    case 'error':
      return { kind: 'error', tokens, end, error: error ?? { index: 0, token: tokens[0] ?? end } };
    case 'include':
      return { kind: 'include', tokens, end, error, path: one };
    case 'macro':
      return { kind: 'macro', tokens, end, error, name: one as Token, value: two };
    case 'setting':
      return { kind: 'setting', tokens, end, error, setting: clauses[0] as never };
    case 'pki':
    case 'ca':
      return { kind: shape.kind, tokens, end, error, name: one, options: clauses as never };
    case 'proc':
      return { kind: 'proc', tokens, end, error, name: one, command: two, options: clauses as never };
    case 'listen':
      return { kind: 'listen', tokens, end, error, on: one, socket: isSocket(one), options: clauses as never };
    case 'table': {
      const entries = shape.value === undefined ? undefined : bindValue(shape.value, tokens);
      return { kind: 'table', tokens, end, error, name: one, config: two, entries: entries as never };
    }
    case 'action':
      return {
        kind: 'action',
        tokens,
        end,
        error,
        name: one,
        method: clauses[0] as never,
        options: (clauses.length > 1 ? clauses.slice(1) : NO_CLAUSES) as never,
      };
    case 'match': {
      const outcome = isOutcome(clauses.at(-1)) ? clauses.pop() : undefined;
      return { kind: 'match', tokens, end, error, criteria: clauses as never, outcome: outcome as never };
    }
    case 'filter':
      return bindFilter(tokens, end, error, one, clauses);
    case 'rule': {
      const criteria = clauses.filter(({ context }) => context === 'legacy-criterion');
      const action = clauses.filter(({ context }) => context !== 'legacy-criterion');
      const verb = tokens[0] as Token;
      return { kind: 'rule', tokens, end, error, verb, criteria: criteria as never, action: action as never };
    }
    case 'map': {
      const third = tokens[shape.words[2] ?? NONE];
      return { kind: 'map', tokens, end, error, name: one, backend: third && two, path: third ?? two };
    }
    case 'obsolete':
      return { kind: 'obsolete', tokens, end, error, value: one };
  }
}

function bindFilter(
  tokens: readonly Token[],
  end: Token,
  error: Statement['error'],
  name: Token | undefined,
  clauses: ClauseNode[],
): Statement {
  const form = clauses.shift();
  const builtin = form?.id === 'filter.phase';
  return {
    kind: 'filter',
    tokens,
    end,
    error,
    name,
    form: form as never,
    options: (builtin ? [] : clauses) as never,
    phase: (builtin ? clauses[0] : undefined) as never,
    condition: (builtin ? clauses[1] : undefined) as never,
    decision: (builtin ? clauses[2] : undefined) as never,
    chain: form?.value?.kind === 'filter-list' ? form.value : undefined,
  };
}

function isSocket(token: Token | undefined): boolean {
  return token !== undefined && token.text === 'socket' && !token.quoted && token.type >= FIRST_KEYWORD;
}

function isOutcome(clause: ClauseNode | undefined): boolean {
  return clause?.id === 'match.reject' || clause?.id === 'match.action';
}

/** A clause over its shape and its statement's tokens; its parts are put together when they are first asked for. */
class BoundClause implements ClauseNode {
  readonly kind = 'clause';
  private ownWords: readonly Token[] | undefined;
  private ownValue: Value | undefined;

  constructor(
    private readonly shape: ClauseShape,
    private readonly tokens: readonly Token[],
  ) {}

  get id(): ClauseId {
    return this.shape.clause.id as ClauseId;
  }

  get context(): AnyContext {
    return this.shape.clause.context;
  }

  get form(): Form {
    return this.shape.form;
  }

  get negation(): Token | undefined {
    return this.shape.negation === NONE ? undefined : this.tokens[this.shape.negation];
  }

  get words(): readonly Token[] {
    this.ownWords ??= this.shape.words.map((word) => this.tokens[word] as Token);
    return this.ownWords;
  }

  get value(): Value | undefined {
    this.ownValue ??= bindValues(this.shape.values, this.tokens);
    return this.ownValue;
  }

  get complete(): boolean {
    return this.shape.complete;
  }
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
