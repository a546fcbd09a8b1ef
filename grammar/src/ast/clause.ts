import type { AnyContext, Form } from '../language/clause.js';
import type { ClauseId } from '../language/clauses.js';
import type { Token } from '../lexer/token.js';
import type { Value } from './value.js';

/** A directive's option, criterion, method …, as written: which row of the language tables, in which of its forms. */
export interface ClauseNode<Id extends ClauseId = ClauseId> {
  readonly kind: 'clause';
  readonly id: Id;
  /** Which list of alternatives it is from. */
  readonly context: AnyContext;
  readonly form: Form;
  /** The `!` before it. */
  readonly negation: Token | undefined;
  /** The keywords, those after the value included. */
  readonly words: readonly Token[];
  /** Undefined where the form has no value, or where the statement broke off before it. */
  readonly value: Value | undefined;
  /** Whether all of the form was there. */
  readonly complete: boolean;
}
