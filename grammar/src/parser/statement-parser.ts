import { type AnyContext, type ClauseRow, type Context, parseForm } from '../language/clause.js';
import type { PhaseId } from '../language/clauses.js';
import { PHASE_CONDITIONS, phaseDecisions } from '../language/filter.js';
import { keywordType } from '../language/keywords.js';
import { STATEMENTS } from '../language/statements.js';
import { atLeast, type Version } from '../language/version.js';
import { ClauseParser } from './clause-parser.js';
import { type ClauseEdge, type ClauseNode, clauseTree } from './clause-tree.js';
import { KEYWORD } from './grammar-tokens.js';
import type { Rule } from './rule-engine.js';

/** The release from which each statement exists; `filter` was a keyword before it was one. */
const SINCE = Object.fromEntries(
  Object.entries<ClauseRow>(STATEMENTS).map(([name, { syntax }]) => [
    name,
    parseForm([syntax].flat()[0] as string).since,
  ]),
) as Readonly<Record<keyof typeof STATEMENTS, Version>>;

/** Contexts whose clauses may have `!` before them. */
const NEGATABLE: ReadonlySet<AnyContext> = new Set<Context>(['match', 'filter-condition']);

/** The grammar of one statement since 6.4: how clauses make a statement. */
export class StatementParser extends ClauseParser {
  protected readonly statement: Rule;
  private phase: PhaseId = 'phase.connect';

  constructor(validate = false) {
    super(validate);
    this.statement = this.RULE('modern statement', () => this.defineStatement());
    this.performSelfAnalysis();
  }

  protected tree(context: AnyContext): ClauseNode {
    return clauseTree(context as Context);
  }

  protected negatable(context: AnyContext): boolean {
    return NEGATABLE.has(context);
  }

  /** Whether the release, and the phase of this filter, have the edge. */
  protected allows({ since, clause }: ClauseEdge): boolean {
    if (!atLeast(this.version, since)) return false;
    const { id, context } = clause;
    if (context === 'filter-condition') return (PHASE_CONDITIONS[this.phase] as readonly string[]).includes(id);
    if (context === 'filter-decision') return (phaseDecisions(this.phase) as readonly string[]).includes(id);
    return true;
  }

  private defineStatement(): void {
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.macro() },
        this.statementOf('include', 1, () => this.word(1)),
        this.statementOf('pki', 2, () => {
          this.word(2);
          this.clauses(1, 'pki');
        }),
        this.statementOf('ca', 3, () => {
          this.word(3);
          this.one(1, 'ca');
        }),
        this.statementOf('proc', 4, () => {
          this.word(4);
          this.word(5);
          this.clauses(2, 'proc');
        }),
        this.statementOf('listen', 5, () => this.listenOn('listen-socket', 'listen')),
        this.statementOf('table', 6, () => {
          this.word(6);
          this.OR1([{ ALT: () => this.word(7) }, { ALT: () => this.entries(1, false) }]);
        }),
        this.statementOf('action', 7, () => this.defineAction()),
        this.statementOf('match', 8, () => {
          this.clauses(5, 'match');
          this.one(3, 'match-outcome');
        }),
        this.statementOf('filter', 9, () => this.defineFilter()),
        {
          GATE: () => clauseTree('setting').byType.has(this.nextType()),
          ALT: () => {
            this.begin('setting');
            this.one(4, 'setting');
          },
        },
      ],
    });
  }

  /** A statement with a keyword of its own. */
  private statementOf(kind: keyof typeof STATEMENTS, occurrence: number, body: () => void) {
    return {
      GATE: () => this.nextType() === keywordType(kind) && atLeast(this.version, SINCE[kind]),
      ALT: () => {
        this.consume(occurrence, KEYWORD);
        this.begin(kind);
        body();
      },
    };
  }

  private defineAction(): void {
    this.word(10);
    this.one(5, 'action-method');
    const relay = (): boolean => this.shape.clauses[0]?.clause.id === 'method.relay';
    this.clauses(6, 'action-relay', relay);
    this.clauses(7, 'action-local', () => !relay());
    this.clauses(8, 'action');
  }

  private defineFilter(): void {
    this.word(11);
    this.one(6, 'filter');
    const form = (): string | undefined => this.shape.clauses[0]?.clause.id;
    this.OR4({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => form() === 'filter.phase',
          ALT: () => {
            this.one(7, 'filter-phase');
            this.ACTION(() => {
              this.phase = this.shape.clauses[1]?.clause.id as PhaseId;
            });
            this.keyword(12, 'match');
            this.one(8, 'filter-condition');
            this.one(9, 'filter-decision');
          },
        },
        {
          GATE: () => form() !== 'filter.phase',
          ALT: () => this.clauses(9, 'proc', () => form() === 'filter.proc-exec'),
        },
      ],
    });
  }
}
