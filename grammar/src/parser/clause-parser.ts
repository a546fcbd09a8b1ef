import type { AnyContext } from '../language/clause.js';
import { keywordType } from '../language/keywords.js';
import type { Version } from '../language/version.js';
import { TokenType } from '../lexer/token.js';
import type { ClauseEdge, ClauseNode } from './clause-tree.js';
import { grammarType, KEYWORD } from './grammar-tokens.js';
import type { Rule } from './rule-engine.js';
import { type ClauseShape, NONE, type ShapeKind, type StatementShape, type ValueShape } from './shape.js';
import { ValueParser } from './value-parser.js';

const STRING = grammarType(TokenType.String);
const NUMBER = grammarType(TokenType.Number);
const BANG = grammarType(TokenType.Bang);

const INET4 = keywordType('inet4');
const INET6 = keywordType('inet6');

/**
 * What the grammars of both dialects are made of: how the trees of the language tables are followed, and the statements that
 * both have. A grammar of statements adds the rule `statement`. The parser reads token types only and yields a shape, never a
 * tree of tokens. The order in which parts enter the shape is the order in which parse.y's actions run.
 */
export abstract class ClauseParser extends ValueParser {
  protected shape: StatementShape = newShape();
  /** The clause being read, the state in its tree, and the way on that the next token asks for. */
  private clauseShape: ClauseShape | undefined;
  private context: AnyContext = 'setting';
  private node: ClauseNode | undefined;
  private edge: ClauseEdge | undefined;
  private negation = NONE;

  private readonly clause: Rule;
  /** Set by the constructor of the grammar, which then calls performSelfAnalysis. */
  protected abstract readonly statement: Rule;

  /** @param validate whether Chevrotain checks the grammar for mistakes; a test does, a start need not */
  constructor(validate: boolean) {
    super(validate);
    this.clause = this.RULE('clause', () => this.defineClause());
  }

  /** All forms of a context as one tree. */
  protected abstract tree(context: AnyContext): ClauseNode;

  /** Whether clauses of a context may have `!` before them. */
  protected abstract negatable(context: AnyContext): boolean;

  /** Whether an edge may be taken here. */
  protected abstract allows(edge: ClauseEdge): boolean;

  /** The shape of a statement given by its token types, as `version` reads it. */
  parse(types: readonly number[], version: Version): StatementShape {
    this.version = version;
    this.shape = newShape();
    this.clauseShape = undefined;
    this.shape.error = this.run(this.statement, types);
    return this.shape;
  }

  /** The statement is one of this kind. */
  protected begin(kind: ShapeKind): void {
    this.ACTION(() => {
      this.shape.kind = kind;
    });
  }

  /** A string that belongs to the statement itself. */
  protected word(occurrence: number): void {
    const token = this.consume(occurrence, STRING);
    this.ACTION(() => this.shape.words.push(token.startOffset));
  }

  protected keyword(occurrence: number, word: string): void {
    this.or(occurrence, [
      { GATE: () => this.nextType() === keywordType(word), ALT: () => this.consume(occurrence, KEYWORD) },
    ]);
  }

  /** One clause of a context. */
  protected one(occurrence: number, context: AnyContext): void {
    this.ACTION(() => {
      this.context = context;
    });
    this.subrule(100 + occurrence, this.clause);
  }

  /** Clauses of a context as long as they follow, where `allowed`. */
  protected clauses(occurrence: number, context: AnyContext, allowed?: () => boolean): void {
    this.many(occurrence, {
      GATE: () => {
        if (allowed !== undefined && !allowed()) return false;
        const type = this.nextType();
        if (type === TokenType.Bang && this.negatable(context)) return true;
        return this.wayOn(this.tree(context), type) !== undefined;
      },
      DEF: () => this.one(10 + occurrence, context),
    });
  }

  /** `name = value`. */
  protected macro(): void {
    const name = this.consume(20, STRING);
    this.CONSUME(grammarType(TokenType.Equals));
    this.ACTION(() => {
      this.shape.kind = 'macro';
      this.shape.words.push(name.startOffset);
    });
    this.word(8);
  }

  /** `on socket` with clauses of one context, or `on` an interface with clauses of another. */
  protected listenOn(socket: AnyContext, network: AnyContext): void {
    this.keyword(30, 'on');
    this.OR2([
      {
        GATE: () => this.nextType() === keywordType('socket'),
        ALT: () => {
          const word = this.consume(31, KEYWORD);
          this.ACTION(() => this.shape.words.push(word.startOffset));
          this.clauses(3, socket);
        },
      },
      {
        ALT: () => {
          this.word(9);
          this.clauses(4, network);
        },
      },
    ]);
  }

  /** The edge that a token of this type takes. */
  private wayOn(node: ClauseNode | undefined, type: number): ClauseEdge | undefined {
    const edge = node && (node.byType.get(type) ?? limitsEdge(node, type));
    return edge !== undefined && this.allows(edge) ? edge : undefined;
  }

  /** Follows the tree of the context from keyword to keyword and value; the clause must end where a form does. */
  private defineClause(): void {
    this.ACTION(() => {
      this.clauseShape = undefined;
      this.negation = NONE;
      this.node = this.tree(this.context);
    });
    this.OPTION({
      GATE: () => this.negatable(this.context),
      DEF: () => {
        const bang = this.CONSUME(BANG);
        this.ACTION(() => {
          this.negation = bang.startOffset;
        });
      },
    });
    this.MANY({
      GATE: () => {
        this.edge = this.wayOn(this.node, this.nextType());
        return this.edge !== undefined;
      },
      DEF: () => this.defineStep(),
    });
    this.OR1([{ GATE: () => endOf(this.node) !== undefined, ALT: () => this.ACTION(() => this.finishClause()) }]);
  }

  private defineStep(): void {
    const leads = (...parts: readonly string[]) => {
      return () => parts.includes(this.edge?.part as string);
    };
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(KEYWORD);
            this.ACTION(() => this.addWord(token.startOffset));
          },
          GATE: () => this.edge !== undefined && /^[a-z]/.test(this.edge.part),
        },
        {
          GATE: leads('!'),
          ALT: () => {
            const bang = this.CONSUME1(BANG);
            this.ACTION(() => this.addNegation(bang.startOffset));
          },
        },
        {
          GATE: leads('STRING', 'SIZE'),
          ALT: () => {
            const token = this.CONSUME(STRING);
            this.ACTION(() => this.addValue({ kind: 'word', token: token.startOffset }));
          },
        },
        {
          GATE: leads('NUMBER', 'SIZE'),
          ALT: () => {
            const token = this.CONSUME(NUMBER);
            this.ACTION(() => this.addValue({ kind: 'number', token: token.startOffset }));
          },
        },
        { GATE: leads('TABLE'), ALT: () => this.SUBRULE(this.table) },
        { GATE: leads('FILTERS'), ALT: () => this.entries(2, true) },
        { GATE: leads('DELAYS'), ALT: () => this.SUBRULE(this.delays) },
        { GATE: leads('PAIR'), ALT: () => this.SUBRULE(this.pair) },
        { GATE: leads('LIMITS'), ALT: () => this.SUBRULE(this.limits) },
      ],
    });
  }

  private addWord(token: number): void {
    this.advance().words.push(token);
  }

  /** A `!` that stands within a clause. */
  private addNegation(token: number): void {
    this.advance().negation = token;
  }

  /** Takes the edge; the clause begins with its first. */
  private advance(): ClauseShape {
    const node = this.edge?.target as ClauseNode;
    this.node = node;
    const { clause, form } = node.via;
    if (this.clauseShape === undefined) {
      this.clauseShape = { clause, form, negation: this.negation, words: [], values: [], complete: false };
      this.shape.clauses.push(this.clauseShape);
    }
    this.clauseShape.clause = clause;
    this.clauseShape.form = form;
    return this.clauseShape;
  }

  /** A value enters the shape when its first token is read; the clause goes on from behind it. */
  protected addValue(value: ValueShape): void {
    if (this.clauseShape === undefined) {
      this.shape.value = value;
      return;
    }
    this.clauseShape.values.push(value);
    this.node = this.edge?.target as ClauseNode;
  }

  protected limitKeywordFollows(): boolean {
    return isMtaFamily(this.clauseShape?.clause.id, this.nextType());
  }

  private finishClause(): void {
    const shape = this.clauseShape;
    const end = endOf(this.node);
    if (shape === undefined || end === undefined) return;
    // Limits may be none at all.
    if (this.node?.end === undefined) shape.values.push({ kind: 'limits', limits: [] });
    shape.clause = end.clause;
    shape.form = end.form;
    shape.complete = true;
  }
}

function newShape(): StatementShape {
  return { kind: 'error', words: [], clauses: [], value: undefined, error: NONE };
}

/** The form that is complete at a node; where limits may follow, it is complete without any. */
function endOf(node: ClauseNode | undefined): ClauseNode['end'] {
  return node?.end ?? node?.edges.find(({ part }) => part === 'LIMITS')?.target.end;
}

/** `mta limit` knows two keywords beside its limits. */
function limitsEdge(node: ClauseNode, type: number): ClauseEdge | undefined {
  const edge = node.edges.find(({ part }) => part === 'LIMITS');
  return edge && isMtaFamily(edge.clause.id, type) ? edge : undefined;
}

function isMtaFamily(clause: string | undefined, type: number): boolean {
  return (clause?.startsWith('mta.') ?? false) && (type === INET4 || type === INET6);
}
