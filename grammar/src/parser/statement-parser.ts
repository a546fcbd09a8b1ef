import {
  type TokenType as ChevrotainType,
  createToken,
  EmbeddedActionsParser,
  type IToken,
  Lexer,
  type ParserMethod,
  tokenMatcher,
} from 'chevrotain';
import type { Context, ValueKind } from '../language/clause.js';
import type { PhaseId } from '../language/clauses.js';
import { PHASE_CONDITIONS, phaseDecisions } from '../language/filter.js';
import { keywordOf, keywordType, TOKEN_TYPE_COUNT } from '../language/keywords.js';
import { atLeast, type Version } from '../language/version.js';
import { TokenType } from '../lexer/token.js';
import { type ClauseEdge, type ClauseNode, clauseTree } from './clause-tree.js';
import {
  type ClauseShape,
  type EntryShape,
  NONE,
  type ShapeKind,
  type StatementShape,
  type ValueShape,
} from './shape.js';

/** Chevrotain's token types, by our numbers. */
const TYPES: readonly ChevrotainType[] = Array.from({ length: TOKEN_TYPE_COUNT }, (_, type) => {
  const keyword = keywordOf(type);
  return createToken({ name: keyword === undefined ? `T${type}` : keyword, pattern: Lexer.NA });
});

const typeOf = (type: number): ChevrotainType => TYPES[type] as ChevrotainType;
const KEYWORD = (word: string): ChevrotainType => typeOf(keywordType(word));

const STRING = typeOf(TokenType.String);
const NUMBER = typeOf(TokenType.Number);
const NEWLINE = typeOf(TokenType.NewLine);

/** Newlines beside braces and after commas. */
const LOOSE_BRACES: Version = '7.5.0';

type Rule = ParserMethod<[], void>;

/** Chevrotain's occurrence indices end at 255; edges take theirs from here on, below are the rules' own. */
const EDGE_BASE = 10;

/**
 * The grammar of one statement. Its clauses come from the language tables; the rules here are what binds them together.
 * It reads token types only and yields a shape, never a tree of tokens. The order in which parts enter the shape is the
 * order in which parse.y's actions run.
 */
export class StatementParser extends EmbeddedActionsParser {
  private version: Version = '7.8.0';
  private shape: StatementShape = newShape();
  private clauseShape: ClauseShape | undefined;
  private negation = NONE;
  private phase: PhaseId = 'phase.connect';
  private mapping = false;
  private closed = false;

  private readonly assign: Rule;
  private readonly inlineTable: Rule;
  private readonly tableValue: Rule;
  private readonly filterList: Rule;
  private readonly clauseRules: ReadonlyMap<Context, Rule>;
  private readonly statement: Rule;

  /** @param validate whether Chevrotain checks the grammar for ambiguities; a test does, a start need not */
  constructor(validate = false) {
    super([...TYPES], { maxLookahead: 1, skipValidations: !validate, recoveryEnabled: false });
    this.assign = this.RULE('assign', () => this.defineAssign());
    this.inlineTable = this.RULE('inlineTable', () => this.defineInlineTable());
    this.tableValue = this.RULE('tables', () => this.defineTable());
    this.filterList = this.RULE('filterList', () => this.defineFilterList());
    const contexts: readonly Context[] = [
      'setting',
      'pki',
      'ca',
      'proc',
      'listen',
      'listen-socket',
      'action-method',
      'action-local',
      'action-relay',
      'action',
      'match',
      'match-outcome',
      'filter',
      'filter-phase',
      'filter-condition',
      'filter-decision',
    ];
    const rules = new Map<Context, Rule>();
    for (const context of contexts) {
      const root = clauseTree(context);
      rules.set(
        context,
        this.RULE(`${context} clause`, () => this.defineClause(context, root)),
      );
    }
    this.clauseRules = rules;
    this.statement = this.RULE('statement', () => this.defineStatement());
    this.performSelfAnalysis();
  }

  /** The shape of a statement given by its token types, as `version` reads it. */
  parse(types: readonly number[], version: Version): StatementShape {
    this.version = version;
    this.shape = newShape();
    this.clauseShape = undefined;
    this.negation = NONE;
    this.input = types.map((type, index) => indexedToken(type, index));
    this.statement();
    const [error] = this.errors;
    // The end of input is Chevrotain's own token, which has no offset.
    if (error) this.shape.error = Number.isNaN(error.token.startOffset) ? types.length : error.token.startOffset;
    return this.shape;
  }

  private defineStatement(): void {
    this.OR([
      { ALT: () => this.defineInclude() },
      { ALT: () => this.defineMacro() },
      {
        ALT: () => {
          this.begin('setting');
          this.clause(0, 'setting');
        },
      },
      {
        ALT: () => {
          this.head(0, 'pki', 'pki');
          this.word(1);
          this.MANY(() => this.clause(1, 'pki'));
        },
      },
      {
        ALT: () => {
          this.head(1, 'ca', 'ca');
          this.word(2);
          this.clause(2, 'ca');
        },
      },
      {
        ALT: () => {
          this.head(2, 'proc', 'proc');
          this.word(3);
          this.word(4);
          this.MANY1(() => this.clause(3, 'proc'));
        },
      },
      { ALT: () => this.defineListen() },
      { ALT: () => this.defineTableStatement() },
      { ALT: () => this.defineAction() },
      {
        ALT: () => {
          this.head(6, 'match', 'match');
          this.MANY2(() => this.clause(4, 'match'));
          this.clause(5, 'match-outcome');
        },
      },
      { ALT: () => this.defineFilter() },
    ]);
  }

  private defineInclude(): void {
    this.head(7, 'include', 'include');
    this.word(5);
  }

  private defineMacro(): void {
    const name = this.consume(0, STRING);
    this.consume(20, typeOf(TokenType.Equals));
    this.ACTION(() => {
      this.shape.kind = 'macro';
      this.shape.words.push(name.startOffset);
    });
    this.word(6);
  }

  private defineListen(): void {
    this.head(3, 'listen', 'listen');
    this.consume(21, KEYWORD('on'));
    this.OR1([
      {
        ALT: () => {
          const socket = this.consume(22, KEYWORD('socket'));
          this.ACTION(() => this.shape.words.push(socket.startOffset));
          this.MANY3(() => this.clause(6, 'listen-socket'));
        },
      },
      {
        ALT: () => {
          this.word(7);
          this.MANY4(() => this.clause(7, 'listen'));
        },
      },
    ]);
  }

  private defineTableStatement(): void {
    this.head(4, 'table', 'table');
    this.word(8);
    this.OR2([{ ALT: () => this.word(9) }, { ALT: () => this.subrule(20, this.inlineTable) }]);
  }

  private defineAction(): void {
    this.head(5, 'action', 'action');
    this.word(10);
    this.clause(8, 'action-method');
    const relay = (): boolean => this.shape.clauses[0]?.clause.id === 'method.relay';
    this.MANY5({ GATE: relay, DEF: () => this.clause(9, 'action-relay') });
    this.MANY6({ GATE: () => !relay(), DEF: () => this.clause(10, 'action-local') });
    this.MANY7(() => this.clause(11, 'action'));
  }

  private defineFilter(): void {
    this.head(8, 'filter', 'filter');
    this.word(11);
    this.clause(12, 'filter');
    const form = (): string | undefined => this.shape.clauses[0]?.clause.id;
    this.OR4([
      {
        GATE: () => form() === 'filter.phase',
        ALT: () => {
          this.clause(13, 'filter-phase');
          this.ACTION(() => {
            this.phase = this.shape.clauses[1]?.clause.id as PhaseId;
          });
          this.consume(23, KEYWORD('match'));
          this.clause(14, 'filter-condition');
          this.clause(15, 'filter-decision');
        },
      },
      {
        GATE: () => form() !== 'filter.phase',
        ALT: () => this.MANY8({ GATE: () => form() === 'filter.proc-exec', DEF: () => this.clause(16, 'proc') }),
      },
    ]);
  }

  /** A statement's own keyword. */
  private head(occurrence: number, kind: ShapeKind, word: string): void {
    this.consume(30 + occurrence, KEYWORD(word));
    this.begin(kind);
  }

  private begin(kind: ShapeKind): void {
    this.ACTION(() => {
      this.shape.kind = kind;
    });
  }

  /** A string that belongs to the statement itself. */
  private word(occurrence: number): void {
    const token = this.consume(occurrence, STRING);
    this.ACTION(() => this.shape.words.push(token.startOffset));
  }

  private clause(occurrence: number, context: Context): void {
    this.subrule(occurrence, this.clauseRules.get(context) as Rule);
  }

  private defineClause(context: Context, root: ClauseNode): void {
    this.ACTION(() => {
      this.clauseShape = undefined;
      this.negation = NONE;
    });
    if (context === 'match' || context === 'filter-condition') {
      this.OPTION(() => {
        const bang = this.CONSUME(typeOf(TokenType.Bang));
        this.ACTION(() => {
          this.negation = bang.startOffset;
        });
      });
    }
    this.follow(root);
  }

  private follow(node: ClauseNode): void {
    const alternatives = node.edges.map((edge) => ({ GATE: () => this.allowed(edge), ALT: () => this.take(edge) }));
    const { end } = node;
    if (end !== undefined) {
      const finish = (): void => {
        this.ACTION(() => {
          const shape = this.clauseShape as ClauseShape;
          shape.clause = end.clause;
          shape.form = end.form;
          shape.complete = true;
        });
      };
      if (alternatives.length === 0) {
        finish();
        return;
      }
      alternatives.push({ GATE: () => true, ALT: finish });
    }
    this.or(EDGE_BASE + node.index, alternatives);
  }

  private allowed(edge: ClauseEdge): boolean {
    if (!atLeast(this.version, edge.since)) return false;
    const [id = ''] = edge.clauses;
    if (id.startsWith('condition.')) return (PHASE_CONDITIONS[this.phase] as readonly string[]).includes(id);
    if (id.startsWith('decision.')) return (phaseDecisions(this.phase) as readonly string[]).includes(id);
    return true;
  }

  private take(edge: ClauseEdge): void {
    const occurrence = EDGE_BASE + edge.index;
    if (Number.isNaN(edge.keyword)) this.takeValue(edge.part as ValueKind, occurrence);
    else {
      const token = this.consume(occurrence, typeOf(edge.keyword));
      this.ACTION(() => this.addWord(edge.target, token.startOffset));
    }
    this.follow(edge.target);
  }

  private addWord(node: ClauseNode, token: number): void {
    if (this.clauseShape === undefined) {
      this.clauseShape = {
        clause: node.via.clause,
        form: node.via.form,
        negation: this.negation,
        words: [],
        values: [],
        complete: false,
      };
      this.shape.clauses.push(this.clauseShape);
    }
    this.clauseShape.clause = node.via.clause;
    this.clauseShape.form = node.via.form;
    this.clauseShape.words.push(token);
  }

  private addValue(value: ValueShape): void {
    if (this.clauseShape === undefined) this.shape.value = value;
    else this.clauseShape.values.push(value);
  }

  private takeValue(kind: ValueKind, occurrence: number): void {
    switch (kind) {
      case 'STRING': {
        const token = this.consume(occurrence, STRING);
        this.ACTION(() => this.addValue({ kind: 'word', token: token.startOffset }));
        return;
      }
      case 'NUMBER': {
        const token = this.consume(occurrence, NUMBER);
        this.ACTION(() => this.addValue({ kind: 'number', token: token.startOffset }));
        return;
      }
      case 'SIZE':
        this.or(occurrence + 100, [
          { ALT: () => this.takeValue('NUMBER', occurrence) },
          { ALT: () => this.takeValue('STRING', occurrence) },
        ]);
        return;
      case 'TABLE':
        this.subrule(occurrence, this.tableValue);
        return;
      case 'FILTERS':
        this.subrule(occurrence, this.filterList);
        return;
      case 'DELAYS':
        this.takeDelays(occurrence);
        return;
      case 'LIMITS':
        this.takeLimits(occurrence);
        return;
      case 'PAIR': {
        const first = this.consume(occurrence, STRING);
        const pair: ValueShape = { kind: 'pair', first: first.startOffset, second: NONE };
        this.ACTION(() => this.addValue(pair));
        const second = this.consume(occurrence + 100, STRING);
        this.ACTION(() => {
          pair.second = second.startOffset;
        });
        return;
      }
    }
  }

  private takeDelays(occurrence: number): void {
    const delays: number[] = [];
    this.ACTION(() => this.addValue({ kind: 'delays', delays }));
    const first = this.consume(occurrence, STRING);
    this.ACTION(() => delays.push(first.startOffset));
    this.MANY(() => {
      this.consume(occurrence, typeOf(TokenType.Comma));
      const next = this.consume(occurrence + 100, STRING);
      this.ACTION(() => delays.push(next.startOffset));
    });
  }

  private takeLimits(occurrence: number): void {
    const limits: EntryShape[] = [];
    this.ACTION(() => this.addValue({ kind: 'limits', limits }));
    const mta = (): boolean => this.clauseShape?.clause.id.startsWith('mta.') ?? false;
    const family = (word: string): void => {
      const token = this.consume(occurrence, KEYWORD(word));
      this.ACTION(() => limits.push({ key: token.startOffset, value: NONE }));
    };
    this.many(occurrence, () =>
      this.or(occurrence + 150, [
        {
          ALT: () => {
            const key = this.consume(occurrence, STRING);
            const value = this.consume(occurrence, NUMBER);
            this.ACTION(() => limits.push({ key: key.startOffset, value: value.startOffset }));
          },
        },
        { GATE: mta, ALT: () => family('inet4') },
        { GATE: mta, ALT: () => family('inet6') },
      ]),
    );
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
      { ALT: () => this.SUBRULE(this.inlineTable) },
    ]);
  }

  private defineReference(): void {
    const open = this.CONSUME(typeOf(TokenType.AngleOpen));
    const value: ValueShape = { kind: 'table-reference', open: open.startOffset, name: NONE, close: NONE };
    this.ACTION(() => this.addValue(value));
    const name = this.CONSUME1(STRING);
    this.ACTION(() => {
      value.name = name.startOffset;
    });
    const close = this.CONSUME(typeOf(TokenType.AngleClose));
    this.ACTION(() => {
      value.close = close.startOffset;
    });
  }

  private defineInlineTable(): void {
    const open = this.CONSUME(typeOf(TokenType.BraceOpen));
    const entries: EntryShape[] = [];
    const value: ValueShape = { kind: 'inline-table', open: open.startOffset, entries, close: NONE };
    this.ACTION(() => this.addValue(value));
    const add = (key: IToken, entryValue?: IToken): void => {
      entries.push({ key: key.startOffset, value: entryValue?.startOffset ?? NONE });
    };
    this.braces(
      () => {
        const key = this.CONSUME(STRING);
        this.OR5([
          {
            ALT: () => {
              this.SUBRULE(this.assign);
              this.ACTION(() => {
                this.mapping = true;
              });
              const entryValue = this.CONSUME1(STRING);
              this.ACTION(() => add(key, entryValue));
            },
          },
          {
            ALT: () =>
              this.ACTION(() => {
                this.mapping = false;
                add(key);
              }),
          },
        ]);
      },
      (place) => {
        const key = this.consume(10 + place, STRING);
        this.or(10 + place, [
          {
            GATE: () => this.mapping,
            ALT: () => {
              this.subrule(10 + place, this.assign);
              const entryValue = this.consume(20 + place, STRING);
              this.ACTION(() => add(key, entryValue));
            },
          },
          { GATE: () => !this.mapping, ALT: () => this.ACTION(() => add(key)) },
        ]);
      },
    );
    const close = this.CONSUME(typeOf(TokenType.BraceClose));
    this.ACTION(() => {
      value.close = close.startOffset;
    });
  }

  private defineAssign(): void {
    this.OR([
      { ALT: () => this.CONSUME(typeOf(TokenType.Equals)) },
      { ALT: () => this.CONSUME(typeOf(TokenType.Arrow)) },
    ]);
  }

  private defineFilterList(): void {
    const open = this.CONSUME(typeOf(TokenType.BraceOpen));
    const names: number[] = [];
    const value: ValueShape = { kind: 'filter-list', open: open.startOffset, names, close: NONE };
    this.ACTION(() => this.addValue(value));
    const item = (place: number): void => {
      const name = this.consume(place, STRING);
      this.ACTION(() => names.push(name.startOffset));
    };
    this.braces(() => item(0), item);
    const close = this.CONSUME(typeOf(TokenType.BraceClose));
    this.ACTION(() => {
      value.close = close.startOffset;
    });
  }

  /**
   * What stands in braces: items apart by a comma, by newlines or by nothing; newlines at the edges since 7.5.
   * `next` is called for each of the three places where an item after the first may stand, with the place's number.
   */
  private braces(first: () => void, next: (place: number) => void): void {
    const loose = (): boolean => atLeast(this.version, LOOSE_BRACES);
    this.ACTION(() => {
      this.closed = false;
    });
    this.MANY1({ GATE: loose, DEF: () => this.CONSUME1(NEWLINE) });
    first();
    this.MANY2({
      GATE: () => !this.closed,
      DEF: () =>
        this.OR1([
          {
            ALT: () => {
              this.CONSUME(typeOf(TokenType.Comma));
              this.MANY3({ GATE: loose, DEF: () => this.CONSUME2(NEWLINE) });
              next(1);
            },
          },
          {
            ALT: () => {
              this.AT_LEAST_ONE(() => this.CONSUME3(NEWLINE));
              this.ACTION(() => {
                this.closed = loose() && !tokenMatcher(this.LA(1), STRING);
              });
              this.OR2([
                { GATE: () => !this.closed, ALT: () => next(2) },
                { GATE: () => this.closed, ALT: () => this.ACTION(() => undefined) },
              ]);
            },
          },
          { ALT: () => next(3) },
        ]),
    });
  }
}

function newShape(): StatementShape {
  return { kind: 'error', words: [], clauses: [], value: undefined, error: NONE };
}

/** A token for Chevrotain that carries its index in place of an offset. */
function indexedToken(type: number, index: number): IToken {
  const tokenType = typeOf(type);
  return { image: '', startOffset: index, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx as number };
}
