import type { AnyContext } from '../language/clause.js';
import { keywordType } from '../language/keywords.js';
import { atLeast, type Version } from '../language/version.js';
import { TokenType } from '../lexer/token.js';
import type { ClauseEdge, ClauseNode } from './clause-tree.js';
import { grammarType, KEYWORD } from './grammar-tokens.js';
import { type Rule, RuleEngine } from './rule-engine.js';
import {
  type ClauseShape,
  type EntryShape,
  NONE,
  type ShapeKind,
  type StatementShape,
  type ValueShape,
} from './shape.js';

const STRING = grammarType(TokenType.String);
const NUMBER = grammarType(TokenType.Number);
const NEWLINE = grammarType(TokenType.NewLine);
const BANG = grammarType(TokenType.Bang);

/** Line feeds beside braces and after commas. */
const LOOSE_BRACES: Version = '7.5.0';

const INET4 = keywordType('inet4');
const INET6 = keywordType('inet6');

/**
 * What the grammars of both dialects are made of: how the trees of the language tables are followed, and what values look
 * like. A grammar of statements adds the rule `statement`. The parser reads token types only and yields a shape, never a
 * tree of tokens. The order in which parts enter the shape is the order in which parse.y's actions run.
 */
export abstract class ClauseParser extends RuleEngine {
  protected version: Version = '7.8.0';
  protected shape: StatementShape = newShape();
  /** The clause being read, the state in its tree, and the way on that the next token asks for. */
  private clauseShape: ClauseShape | undefined;
  private context: AnyContext = 'setting';
  private node: ClauseNode | undefined;
  private edge: ClauseEdge | undefined;
  private negation = NONE;
  /** Of the list being read: whether its items are filters, or entries with values; whether no item may follow. */
  private filters = false;
  private mapping = false;
  private closed = false;

  private readonly assign: Rule;
  private readonly list: Rule;
  private readonly table: Rule;
  private readonly limits: Rule;
  private readonly delays: Rule;
  private readonly pair: Rule;
  private readonly clause: Rule;
  /** Set by the constructor of the grammar, which then calls performSelfAnalysis. */
  protected abstract readonly statement: Rule;

  /** @param validate whether Chevrotain checks the grammar for mistakes; a test does, a start need not */
  constructor(validate: boolean) {
    super(validate);
    this.assign = this.RULE('assign', () => this.defineAssign());
    this.list = this.RULE('list', () => this.defineList());
    this.table = this.RULE('table', () => this.defineTable());
    this.limits = this.RULE('limits', () => this.defineLimits());
    this.delays = this.RULE('delays', () => this.defineDelays());
    this.pair = this.RULE('pair', () => this.definePair());
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

  /** A list in braces, of entries or of filters. */
  protected entries(occurrence: number, filters: boolean): void {
    this.ACTION(() => {
      this.filters = filters;
    });
    this.subrule(200 + occurrence, this.list);
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
  private addValue(value: ValueShape): void {
    if (this.clauseShape === undefined) {
      this.shape.value = value;
      return;
    }
    this.clauseShape.values.push(value);
    this.node = this.edge?.target as ClauseNode;
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

  private definePair(): void {
    const first = this.CONSUME(STRING);
    const value: ValueShape = { kind: 'pair', first: first.startOffset, second: NONE };
    this.ACTION(() => this.addValue(value));
    const second = this.CONSUME1(STRING);
    this.ACTION(() => {
      value.second = second.startOffset;
    });
  }

  private defineDelays(): void {
    const delays: number[] = [];
    this.ACTION(() => this.addValue({ kind: 'delays', delays }));
    const first = this.CONSUME(STRING);
    this.ACTION(() => delays.push(first.startOffset));
    this.MANY(() => {
      this.CONSUME(grammarType(TokenType.Comma));
      const next = this.CONSUME1(STRING);
      this.ACTION(() => delays.push(next.startOffset));
    });
  }

  private defineLimits(): void {
    const limits: EntryShape[] = [];
    this.ACTION(() => this.addValue({ kind: 'limits', limits }));
    const isFamily = (): boolean => isMtaFamily(this.clauseShape?.clause.id, this.nextType());
    this.AT_LEAST_ONE({
      GATE: () => this.nextType() === TokenType.String || isFamily(),
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const key = this.CONSUME(STRING);
              const value = this.CONSUME(NUMBER);
              this.ACTION(() => limits.push({ key: key.startOffset, value: value.startOffset }));
            },
          },
          {
            ALT: () => {
              const family = this.CONSUME(KEYWORD);
              this.ACTION(() => limits.push({ key: family.startOffset, value: NONE }));
            },
          },
        ]),
    });
  }

  private defineTable(): void {
    this.OR([
      {
        ALT: () => {
          const token = this.CONSUME(STRING);
          this.ACTION(() => this.addValue({ kind: 'word', token: token.startOffset }));
        },
      },
      { ALT: () => this.defineReference() },
      { ALT: () => this.entries(1, false) },
    ]);
  }

  private defineReference(): void {
    const open = this.CONSUME(grammarType(TokenType.AngleOpen));
    const value: ValueShape = { kind: 'table-reference', open: open.startOffset, name: NONE, close: NONE };
    this.ACTION(() => this.addValue(value));
    const name = this.CONSUME1(STRING);
    this.ACTION(() => {
      value.name = name.startOffset;
    });
    const close = this.CONSUME(grammarType(TokenType.AngleClose));
    this.ACTION(() => {
      value.close = close.startOffset;
    });
  }

  /** `{ … }`: the entries of a table, or the names of filters. */
  private defineList(): void {
    const open = this.CONSUME(grammarType(TokenType.BraceOpen));
    let list: ListShape | undefined;
    this.ACTION(() => {
      list = this.filters
        ? { kind: 'filter-list', open: open.startOffset, names: [], close: NONE }
        : { kind: 'inline-table', open: open.startOffset, entries: [], close: NONE };
      this.addValue(list);
    });
    this.defineBraces((place) => this.defineItem(place, () => list as ListShape));
    const close = this.CONSUME(grammarType(TokenType.BraceClose));
    this.ACTION(() => {
      if (list) list.close = close.startOffset;
    });
  }

  /** The first item decides whether a table is a list or a mapping; filters are a list. */
  private defineItem(place: number, list: () => ListShape): void {
    const key = this.consume(10 + place, STRING);
    this.or(10 + place, {
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => !this.filters && (place === 0 || this.mapping),
          ALT: () => {
            this.subrule(10 + place, this.assign);
            const entryValue = this.consume(20 + place, STRING);
            this.ACTION(() => {
              this.mapping = true;
              addItem(list(), key.startOffset, entryValue.startOffset);
            });
          },
        },
        {
          GATE: () => this.filters || place === 0 || !this.mapping,
          ALT: () =>
            this.ACTION(() => {
              this.mapping = false;
              addItem(list(), key.startOffset, NONE);
            }),
        },
      ],
    });
  }

  private defineAssign(): void {
    this.OR([
      { ALT: () => this.CONSUME(grammarType(TokenType.Equals)) },
      { ALT: () => this.CONSUME(grammarType(TokenType.Arrow)) },
    ]);
  }

  /**
   * What stands in braces: items apart by a comma, by line feeds or by nothing; line feeds at the edges since 7.5.
   * `item` is called for each place where an item may stand: 0 for the first, 1 to 3 behind what separates two.
   */
  private defineBraces(item: (place: number) => void): void {
    const loose = (): boolean => atLeast(this.version, LOOSE_BRACES);
    this.ACTION(() => {
      this.closed = false;
    });
    this.MANY1({ GATE: loose, DEF: () => this.CONSUME1(NEWLINE) });
    item(0);
    this.MANY2({
      GATE: () => !this.closed,
      DEF: () =>
        this.OR1([
          {
            ALT: () => {
              this.CONSUME(grammarType(TokenType.Comma));
              this.MANY3({ GATE: loose, DEF: () => this.CONSUME2(NEWLINE) });
              item(1);
            },
          },
          {
            ALT: () => {
              this.AT_LEAST_ONE(() => this.CONSUME3(NEWLINE));
              this.ACTION(() => {
                this.closed = loose() && this.nextType() !== TokenType.String;
              });
              this.OR2([
                { GATE: () => !this.closed, ALT: () => item(2) },
                { GATE: () => this.closed, ALT: () => this.ACTION(() => undefined) },
              ]);
            },
          },
          { ALT: () => item(3) },
        ]),
    });
  }
}

type ListShape = Extract<ValueShape, { kind: 'inline-table' | 'filter-list' }>;

function addItem(list: ListShape, key: number, value: number): void {
  if (list.kind === 'filter-list') list.names.push(key);
  else list.entries.push({ key, value });
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
