import { existsIn, FIRST_KEYWORD, KEYWORDS, StatementParser, TokenType, type Version } from '@smtpd-conf/grammar';
import { NEWLINE } from './grammar.js';

const SIGNS: Readonly<Record<string, number>> = {
  STRING: TokenType.String,
  NUMBER: TokenType.Number,
  [NEWLINE]: TokenType.NewLine,
  '=': TokenType.Equals,
  '=>': TokenType.Arrow,
  ',': TokenType.Comma,
  '{': TokenType.BraceOpen,
  '}': TokenType.BraceClose,
  '<': TokenType.AngleOpen,
  '>': TokenType.AngleClose,
  '!': TokenType.Bang,
};

/** How far a sentence is read: to its end, to its end but for what is missing, or not that far. */
export type Verdict = 'whole' | 'unfinished' | 'refused';

/** Our parser, asked about sentences of terminals. */
export class OurParser {
  private readonly parser = new StatementParser();
  private readonly types: ReadonlyMap<string, number>;

  constructor(private readonly version: Version) {
    const words = [...KEYWORDS].flatMap(([word, lifetime], at): [string, number][] =>
      existsIn(lifetime, version) ? [[word, FIRST_KEYWORD + at]] : [],
    );
    this.types = new Map([...Object.entries(SIGNS), ...words]);
  }

  /** The terminals that a file for this version can hold. */
  get terminals(): readonly string[] {
    return [...this.types.keys()];
  }

  read(sentence: readonly string[]): Verdict {
    const types = sentence.map((terminal) => this.types.get(terminal) ?? TokenType.Other);
    const { error } = this.parser.parse(types, this.version);
    if (error < 0) return 'whole';
    return error >= types.length ? 'unfinished' : 'refused';
  }
}
