import type {
  ActionOptionId,
  ConditionId,
  CriterionId,
  DecisionId,
  ListenOptionId,
  MethodId,
  OutcomeId,
  PhaseId,
  SettingId,
} from '../language/clauses.js';
import type { Token } from '../lexer/token.js';
import type { ClauseNode } from './clause.js';
import type { FilterList, InlineTable } from './value.js';

/** The token at which a statement stopped being one; End or the line feed where it broke off. */
export interface SyntaxFault {
  readonly token: Token;
  /** How many tokens of the statement stand before it. */
  readonly index: number;
}

/**
 * What all statements share. Parts that a broken statement lacks are undefined; what was read before the error is
 * there, because the daemon acts on it before it sees the error.
 */
interface StatementBase<Kind extends string> {
  readonly kind: Kind;
  /** The statement's tokens without the line feed that ends it. */
  readonly tokens: readonly Token[];
  /** The line feed (or End) after the statement. */
  readonly end: Token;
  readonly error: SyntaxFault | undefined;
  /** Present where the statement is one of the grammar before 6.4 in a file for a later release. */
  readonly legacy?: LegacyDialect;
}

/** What a statement of the other dialect is to the release that the file is for. */
export interface LegacyDialect {
  /** Where its daemon stops reading the statement. */
  readonly refused: SyntaxFault;
  /** It would be one of today's if names that have become keywords since stood in quotes. */
  readonly wantsQuotes: boolean;
}

/** A line that begins with nothing the grammar knows, or an unfinished macro definition. */
export interface ErrorStatement extends StatementBase<'error'> {
  readonly error: SyntaxFault;
}

export interface IncludeStatement extends StatementBase<'include'> {
  readonly path: Token | undefined;
}

/** `name = value` */
export interface MacroStatement extends StatementBase<'macro'> {
  readonly name: Token;
  readonly value: Token | undefined;
}

/** bounce, admd, mda, mta, queue, scheduler, smtp, srs. */
export interface SettingStatement extends StatementBase<'setting'> {
  /** Undefined where the keywords do not lead to a setting. */
  readonly setting: ClauseNode<SettingId> | undefined;
}

export interface PkiStatement extends StatementBase<'pki'> {
  readonly name: Token | undefined;
  readonly options: readonly ClauseNode<'pki.cert' | 'pki.key' | 'pki.dhe'>[];
}

export interface CaStatement extends StatementBase<'ca'> {
  readonly name: Token | undefined;
  readonly options: readonly ClauseNode<'ca.cert'>[];
}

export type ProcOption = ClauseNode<'proc.user' | 'proc.group' | 'proc.chroot'>;

export interface ProcStatement extends StatementBase<'proc'> {
  readonly name: Token | undefined;
  readonly command: Token | undefined;
  readonly options: readonly ProcOption[];
}

export interface ListenStatement extends StatementBase<'listen'> {
  /** The `socket` keyword, or the interface, address or host name. */
  readonly on: Token | undefined;
  readonly socket: boolean;
  readonly options: readonly ClauseNode<ListenOptionId>[];
}

export interface TableStatement extends StatementBase<'table'> {
  readonly name: Token | undefined;
  /** `backend:path`, a path or a backend's name. */
  readonly config: Token | undefined;
  readonly entries: InlineTable | undefined;
}

export interface ActionStatement extends StatementBase<'action'> {
  readonly name: Token | undefined;
  readonly method: ClauseNode<MethodId> | undefined;
  readonly options: readonly ClauseNode<ActionOptionId>[];
}

export interface MatchStatement extends StatementBase<'match'> {
  readonly criteria: readonly ClauseNode<CriterionId>[];
  readonly outcome: ClauseNode<OutcomeId> | undefined;
}

export interface FilterStatement extends StatementBase<'filter'> {
  readonly name: Token | undefined;
  readonly form: ClauseNode<'filter.proc' | 'filter.proc-exec' | 'filter.phase' | 'filter.chain'> | undefined;
  /** Of proc-exec. */
  readonly options: readonly ProcOption[];
  /** Of a built-in filter, with the condition and the decision. */
  readonly phase: ClauseNode<PhaseId> | undefined;
  readonly condition: ClauseNode<ConditionId> | undefined;
  readonly decision: ClauseNode<DecisionId> | undefined;
  readonly chain: FilterList | undefined;
}

/** An accept or reject rule of the grammar before 6.4. */
export interface RuleStatement extends StatementBase<'rule'> {
  readonly verb: Token;
  readonly criteria: readonly ClauseNode<CriterionId>[];
  /** Where and how an accept rule delivers, in the order written. */
  readonly action: readonly ClauseNode<LegacyActionId>[];
}

/** `relay via URL` is a relay and its host in one. */
export type LegacyActionId = MethodId | ActionOptionId;

/** A table as it was written until 5.2: `map NAME source BACKEND PATH`. */
export interface MapStatement extends StatementBase<'map'> {
  readonly name: Token | undefined;
  readonly backend: Token | undefined;
  readonly path: Token | undefined;
}

/** A statement of an old release for which there is nothing any more: `hostname NAME`, `curve NAME`. */
export interface ObsoleteStatement extends StatementBase<'obsolete'> {
  readonly value: Token | undefined;
}

export type Statement =
  | ErrorStatement
  | IncludeStatement
  | MacroStatement
  | SettingStatement
  | PkiStatement
  | CaStatement
  | ProcStatement
  | ListenStatement
  | TableStatement
  | ActionStatement
  | MatchStatement
  | FilterStatement
  | RuleStatement
  | MapStatement
  | ObsoleteStatement;

export type StatementKind = Statement['kind'];
export type StatementOf<Kind extends StatementKind> = Extract<Statement, { kind: Kind }>;
