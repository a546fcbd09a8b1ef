import type { AnyContext, Clause, LegacyContext } from '../language/clause.js';
import { keywordType } from '../language/keywords.js';
import { TokenType } from '../lexer/token.js';
import { ClauseParser } from '../parser/clause-parser.js';
import { buildTree, type ClauseNode } from '../parser/clause-tree.js';
import { grammarType, KEYWORD } from '../parser/grammar-tokens.js';
import type { Rule } from '../parser/rule-engine.js';
import type { ShapeKind } from '../parser/shape.js';
import { type LegacyReading, legacyClausesIn } from './clauses.js';

/** The grammar of one statement before 6.4 (6.0.3's parse.y): how the legacy clauses make a statement. */
export class LegacyParser extends ClauseParser {
  protected readonly statement: Rule;
  private readonly trees = new Map<AnyContext, ClauseNode>();

  /** @param validate whether Chevrotain checks the grammar for mistakes; a test does, a start need not */
  constructor(
    private readonly reading: LegacyReading,
    validate = false,
  ) {
    super(validate);
    this.statement = this.RULE('legacy statement', () => this.defineStatement());
    this.performSelfAnalysis();
  }

  protected tree(context: AnyContext): ClauseNode {
    let tree = this.trees.get(context);
    if (tree === undefined) {
      tree = buildTree(legacyClausesIn(context as LegacyContext, this.reading));
      this.trees.set(context, tree);
    }
    return tree;
  }

  /** A `!` stands within the clauses. */
  protected negatable(): boolean {
    return false;
  }

  protected allows(): boolean {
    return true;
  }

  private defineStatement(): void {
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.macro() },
        this.statementOf('include', 'include', 1, () => this.word(1)),
        this.statementOf('pki', 'pki', 2, () => {
          this.word(2);
          this.clauses(1, 'legacy-pki');
        }),
        this.statementOf('ca', 'ca', 3, () => {
          this.word(3);
          this.one(1, 'legacy-ca');
        }),
        this.statementOf('listen', 'listen', 4, () => this.listenOn('legacy-socket', 'legacy-listen')),
        this.statementOf('table', 'table', 5, () => {
          this.word(4);
          this.OR1([{ ALT: () => this.word(5) }, { ALT: () => this.entries(1, false) }]);
        }),
        this.statementOf('accept', 'rule', 6, () => this.defineAccept()),
        this.statementOf('reject', 'rule', 7, () => this.clauses(2, 'legacy-criterion')),
        this.statementOf('map', 'map', 8, () => this.defineMap()),
        this.statementOf('curve', 'obsolete', 9, () => this.word(6)),
        this.statementOf('hostname', 'obsolete', 10, () => this.word(7)),
        {
          GATE: () => this.tree('legacy-setting').byType.has(this.nextType()),
          ALT: () => {
            this.begin('setting');
            this.one(2, 'legacy-setting');
          },
        },
      ],
    });
  }

  /** A statement with a keyword of its own; `hostname` and what came before 5.3 only where any release may speak. */
  private statementOf(word: string, kind: ShapeKind, at: number, body: () => void) {
    const older = kind === 'obsolete' || kind === 'map';
    return {
      GATE: () => this.nextType() === keywordType(word) && (!older || this.reading === 'any'),
      ALT: () => {
        this.consume(at, KEYWORD);
        this.begin(kind);
        body();
      },
    };
  }

  /** Criteria, lookups, at most one way to deliver with its options, and how long to keep it. */
  private defineAccept(): void {
    this.clauses(5, 'legacy-criterion');
    this.clauses(6, 'legacy-lookup');
    const method = (): string | undefined => this.shape.clauses.find(isMethod)?.clause.id;
    const takesUser = (): boolean => method() === 'method.lmtp' || method() === 'method.mda';
    const userGiven = (): boolean => this.shape.clauses.some(({ clause }) => clause.id === 'local.user');
    this.clauses(7, 'legacy-method', () => method() === undefined);
    this.clauses(8, 'legacy-user', () => takesUser() && !userGiven());
    this.clauses(9, 'legacy-relay', () => method() === 'method.relay');
    this.clauses(10, 'legacy-via', () => method() === 'relay.host');
    this.clauses(11, 'legacy-accept');
  }

  /** `map NAME source BACKEND PATH` or `map NAME { source BACKEND PATH }`, as tables were written until 5.2. */
  private defineMap(): void {
    this.word(10);
    this.OR3([
      { ALT: () => this.defineSource(12) },
      {
        ALT: () => {
          this.CONSUME1(grammarType(TokenType.BraceOpen));
          this.defineSource(13);
          this.CONSUME2(grammarType(TokenType.BraceClose));
        },
      },
      { ALT: () => this.word(14) },
    ]);
  }

  private defineSource(occurrence: number): void {
    this.keyword(occurrence + 20, 'source');
    this.word(occurrence);
    this.word(occurrence + 10);
  }
}

function isMethod({ clause }: { readonly clause: Clause<AnyContext> }): boolean {
  return clause.context === 'legacy-method';
}
