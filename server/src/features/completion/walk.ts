import {
  type AnyContext,
  type Clause,
  CONDITIONS,
  type Context,
  clausesIn,
  DECISIONS,
  FIRST_KEYWORD,
  type Form,
  formsFor,
  isValueKind,
  LEGACY_VERSION,
  legacyClausesIn,
  PHASE_CONDITIONS,
  phaseDecisions,
  type Token,
  TokenType,
  type ValueKind,
  type Version,
} from '@smtpd-conf/grammar';

/** A way in which a statement may go on. */
export type Continuation =
  | {
      readonly type: 'keyword';
      readonly word: string;
      readonly doc: string;
      readonly form?: Form;
      readonly clause?: Clause<AnyContext>;
    }
  | {
      readonly type: 'value';
      readonly kind: ValueKind;
      readonly clause: Clause<AnyContext>;
      /** What was opened already. */
      readonly open: '<' | '{' | undefined;
    }
  /** A name that the statement defines or a value that belongs to no clause. */
  | { readonly type: 'own'; readonly what: 'interface' | 'include-path' | 'table-config' | 'macro-value' };

/** Clauses that stand next to each other in a statement: which, and how many of them. */
export interface Stage {
  readonly contexts: readonly AnyContext[] | ((used: readonly Clause<AnyContext>[]) => readonly AnyContext[]);
  readonly times: 'once' | 'optional' | 'many';
  readonly negatable?: true;
}

/** Walks through the tokens of a statement as its clauses take them, and notes how those go on that reach the end. */
export class Walk {
  private readonly found: Continuation[] = [];
  private readonly used: Clause<AnyContext>[] = [];

  constructor(
    private readonly tokens: readonly Token[],
    private readonly version: Version,
  ) {}

  /** From token `from` on, through the stages, each left when nothing of it fits any more. */
  run(from: number, stages: readonly Stage[]): readonly Continuation[] {
    let at = from;
    if (at > this.tokens.length) return [];
    for (const stage of stages) {
      for (;;) {
        const contexts = typeof stage.contexts === 'function' ? stage.contexts(this.used) : stage.contexts;
        if (stage.negatable && this.tokens[at]?.type === TokenType.Bang) at += 1;
        const next = this.step(
          at,
          contexts.flatMap((context) => this.clausesOf(context)),
        );
        if (next === undefined) {
          // What must stand here is missing, so that nothing behind it can be meant.
          if (stage.times === 'once') return this.found;
          break;
        }
        at = next;
        if (stage.times !== 'many' || this.used.at(-1)?.context === 'match-outcome') break;
      }
    }
    return this.found;
  }

  /** Through a definition of a filter. */
  filter(): readonly Continuation[] {
    let at = this.step(2, clausesIn('filter'));
    const form = this.used[0]?.id;
    if (at === undefined) return this.found;
    if (form === 'filter.proc-exec') return this.run(at, [{ contexts: ['proc'], times: 'many' }]);
    if (form !== 'filter.phase') return this.found;
    at = this.step(at, clausesIn('filter-phase'));
    const phase = this.used[1]?.id as keyof typeof PHASE_CONDITIONS | undefined;
    if (at === undefined || phase === undefined) return this.found;
    if (at >= this.tokens.length)
      return [...this.found, { type: 'keyword', word: 'match', doc: 'The condition follows.' }];
    at += 1;
    if (this.tokens[at]?.type === TokenType.Bang) at += 1;
    at = this.step(
      at,
      PHASE_CONDITIONS[phase].map((id) => CONDITIONS[id]),
    );
    if (at === undefined) return this.found;
    this.step(
      at,
      phaseDecisions(phase).map((id) => DECISIONS[id]),
    );
    return this.found;
  }

  private clausesOf(context: AnyContext): readonly Clause<AnyContext>[] {
    return isLegacy(context) ? legacyClausesIn(context, LEGACY_VERSION) : clausesIn(context);
  }

  /** Takes the longest clause that stands at `at`; notes how those go on that reach the end. Where the next one starts. */
  private step(at: number, clauses: readonly Clause<AnyContext>[]): number | undefined {
    let best: { end: number; clause: Clause<AnyContext> } | undefined;
    for (const clause of clauses) {
      if (this.excludes(clause)) continue;
      for (const form of formsFor(clause, this.version)) {
        const end = this.match(at, clause, form);
        if (end !== undefined && end > (best?.end ?? at)) best = { end, clause };
      }
    }
    if (best) this.used.push(best.clause);
    return best?.end;
  }

  /** Where a form ends that stands at `at`; undefined where it does not, or goes on behind the last token. */
  private match(from: number, clause: Clause<AnyContext>, form: Form): number | undefined {
    let at = from;
    for (const part of form.parts) {
      const token = this.tokens[at];
      if (isValueKind(part)) {
        const value = this.value(part, at);
        if (value === undefined) return undefined;
        if (typeof value === 'object') {
          this.found.push({ type: 'value', kind: part, clause, open: value.open });
          return undefined;
        }
        at = value;
      } else if (part === '!') {
        if (token?.type !== TokenType.Bang) return undefined;
        at += 1;
      } else if (token === undefined) {
        if (!this.found.some((one) => one.type === 'keyword' && one.word === part)) {
          this.found.push({ type: 'keyword', word: part, doc: clause.doc, clause, form });
        }
        return undefined;
      } else if (isKeyword(token, part)) at += 1;
      else return undefined;
    }
    return at;
  }

  /** Where a value ends; how it was begun, where it is still open; undefined where there is something else. */
  private value(kind: ValueKind, at: number): number | { readonly open: '<' | '{' | undefined } | undefined {
    const token = this.tokens[at];
    if (token === undefined) return { open: undefined };
    switch (kind) {
      case 'NUMBER':
        return token.type === TokenType.Number ? at + 1 : undefined;
      case 'SIZE':
        return token.type === TokenType.Number || token.type === TokenType.String ? at + 1 : undefined;
      case 'STRING':
        return token.type === TokenType.String ? at + 1 : undefined;
      case 'PAIR':
        if (token.type !== TokenType.String) return undefined;
        return this.tokens[at + 1] === undefined ? { open: undefined } : at + 2;
      case 'DELAYS': {
        let end = at;
        while (this.tokens[end]?.type === TokenType.String || this.tokens[end]?.type === TokenType.Comma) end += 1;
        return end > at ? end : undefined;
      }
      case 'LIMITS': {
        let end = at;
        while (this.tokens[end]?.type === TokenType.String && this.tokens[end + 1]) end += 2;
        return end >= this.tokens.length ? { open: undefined } : end;
      }
      case 'FILTERS':
        return token.type === TokenType.BraceOpen ? this.closing(at, TokenType.BraceClose, '{') : undefined;
      case 'TABLE':
        if (token.type === TokenType.BraceOpen) return this.closing(at, TokenType.BraceClose, '{');
        if (token.type === TokenType.AngleOpen) return this.closing(at, TokenType.AngleClose, '<');
        return token.type === TokenType.String ? at + 1 : undefined;
    }
  }

  private closing(at: number, type: number, open: '<' | '{'): number | { readonly open: '<' | '{' } {
    const close = this.tokens.findIndex((token, index) => index > at && token.type === type);
    return close === -1 ? { open } : close + 1;
  }

  /** Whether a clause cannot stand beside those that the statement has: each stands once, and one `from`, one `for`. */
  private excludes({ id }: Clause<AnyContext>): boolean {
    const group = groupOf(id);
    return id !== 'local.wrapper' && this.used.some((used) => groupOf(used.id) === group);
  }
}

function groupOf(id: string): string {
  return /^match\.(?:from|for)(?=-)/.exec(id)?.[0] ?? id;
}

function isLegacy(context: AnyContext): context is Exclude<AnyContext, Context> {
  return context.startsWith('legacy-');
}

export function isKeyword(token: Token | undefined, word: string): boolean {
  return token !== undefined && token.type >= FIRST_KEYWORD && token.text === word;
}
