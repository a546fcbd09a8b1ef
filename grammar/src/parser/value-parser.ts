import { atLeast, type Version } from '../language/version.js';
import { TokenType } from '../lexer/token.js';
import { grammarType, KEYWORD } from './grammar-tokens.js';
import { type Rule, RuleEngine } from './rule-engine.js';
import { type EntryShape, NONE, type ValueShape } from './shape.js';

const STRING = grammarType(TokenType.String);
const NUMBER = grammarType(TokenType.Number);
const NEWLINE = grammarType(TokenType.NewLine);

/** Line feeds beside braces and after commas. */
const LOOSE_BRACES: Version = '7.5.0';

/**
 * What values look like in the grammars of both dialects: tables, lists in braces, limits, delays, pairs. A value enters the
 * shape of its statement when its first token is read, as parse.y's actions run, and is filled while it is read on.
 */
export abstract class ValueParser extends RuleEngine {
  protected version: Version = '7.8.0';
  /** Of the list being read: whether its items are filters, or entries with values; whether no item may follow. */
  private filters = false;
  private mapping = false;
  private closed = false;

  private readonly assign: Rule;
  private readonly list: Rule;
  protected readonly table: Rule;
  protected readonly limits: Rule;
  protected readonly delays: Rule;
  protected readonly pair: Rule;

  /** @param validate whether Chevrotain checks the grammar for mistakes; a test does, a start need not */
  constructor(validate: boolean) {
    super(validate);
    this.assign = this.RULE('assign', () => this.defineAssign());
    this.list = this.RULE('list', () => this.defineList());
    this.table = this.RULE('table', () => this.defineTable());
    this.limits = this.RULE('limits', () => this.defineLimits());
    this.delays = this.RULE('delays', () => this.defineDelays());
    this.pair = this.RULE('pair', () => this.definePair());
  }

  /** Where a value that has begun belongs. */
  protected abstract addValue(value: ValueShape): void;

  /** Whether the next token is a keyword that stands among limits. */
  protected abstract limitKeywordFollows(): boolean;

  /** A list in braces, of entries or of filters. */
  protected entries(occurrence: number, filters: boolean): void {
    this.ACTION(() => {
      this.filters = filters;
    });
    this.subrule(200 + occurrence, this.list);
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
    this.AT_LEAST_ONE({
      GATE: () => this.nextType() === TokenType.String || this.limitKeywordFollows(),
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
