import type { Statement, SyntaxFault } from '../ast/statement.js';
import { clausesIn } from '../language/clauses.js';
import { keywordType, reservedWords } from '../language/keywords.js';
import { dropsBackslashBeforeBlank } from '../language/quotes.js';
import { STATEMENTS } from '../language/statements.js';
import { LEGACY_VERSION, type Version } from '../language/version.js';
import { isLegacyWord, retype } from '../legacy/retype.js';
import { anchorTokens, changeToken } from '../lexer/anchored-token.js';
import { Lexer, type LexerMark, type LexerOptions } from '../lexer/lexer.js';
import { FIRST_KEYWORD, type MacroDefinition, type Token, TokenType } from '../lexer/token.js';
import { Anchor } from '../text/anchor.js';
import type { Source } from '../text/source.js';
import type { Span } from '../text/span.js';
import { bindStatement } from './bind.js';
import { type KeptStatement, type MacroLookup, originOf } from './kept-statement.js';
import { shapeOf } from './shape-cache.js';
import type { ReadingPoint, StatementMemory } from './statement-memory.js';
import type { Stretch } from './stretch.js';

export interface ReaderOptions {
  readonly version: Version;
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  readonly onMacroUse?: LexerOptions['onMacroUse'];
  readonly onComment?: LexerOptions['onComment'];
  /** How to go on after an error; see LexerOptions and `StatementReader.resumeAfter`. */
  readonly recovery: LexerOptions['recovery'];
  /** Statements of an earlier reading that may be taken over; those of this one are kept in it. */
  readonly memory?: StatementMemory | undefined;
}

type Read =
  | KeptStatement
  | { readonly statement: Statement; readonly blankLines: number }
  | { readonly statement: undefined; readonly blankLines: number; readonly end: Token };

/**
 * What is kept of one statement. No statement that the daemon accepts comes near it but a list of bounce delays, of which
 * four count; a line of so many words has its error long before.
 */
const MOST_TOKENS = 1_000_000;

/**
 * Cuts the tokens into logical statements and parses each alone. Statements are read one at a time, so that a macro or
 * an include takes effect before the next one. Never throws.
 */
export class StatementReader {
  readonly lexer: Lexer;
  /** Tokens that were read but belong to what follows, the next one last. */
  private readonly pending: Token[] = [];
  private readonly options: ReaderOptions;
  /** Whether the last statement was cut before the end of its line. */
  private lineOpen = false;
  /** Where the lexer stood after the line feeds within the last statement, by their index in it. */
  private readonly lineMarks = new Map<number, LexerMark>();
  /** Whether that statement defined a macro, after which nothing may stand on the line. */
  private afterMacro = false;
  /**
   * Where the tokens of a statement are gathered, with those of longer ones before it left behind them: an array of each
   * statement's own would grow to several times what it needs.
   */
  private readonly room: Token[] = [];
  /** What moves with the statement being read, where it can be kept. */
  private anchor: Anchor | undefined;
  /** What reading that statement has asked for and passed over. */
  private lookups: MacroLookup[] = [];
  private comments: Span[] = [];

  constructor(source: Source, options: ReaderOptions) {
    this.options = options;
    const { version, memory } = options;
    this.lexer = new Lexer(source, {
      ...options,
      reserved: reservedWords(version),
      ...(memory === undefined ? {} : this.recording(options)),
      dropsBackslashBeforeBlank: dropsBackslashBeforeBlank(version),
    });
  }

  /**
   * The next statement, or undefined at the end of input. Empty lines are no statements; how many line feeds stood
   * before the statement is in `blankLines`.
   */
  next(): Read {
    const { memory } = this.options;
    if (memory === undefined || !this.settled) return this.read();
    const kept = memory.recall(this.point);
    if (kept === undefined) return this.readAndKeep(memory);
    this.skip(kept, kept.isMacro);
    return kept;
  }

  /**
   * As many statements as have been read before and stand here together, untouched, where the caller accepts them; undefined
   * where the next one is to be asked for by itself.
   */
  nextStretch(accepts: (stretch: Stretch) => boolean): Stretch | undefined {
    const { memory } = this.options;
    if (memory === undefined || !this.settled) return undefined;
    const stretch = memory.recallStretch(this.point, accepts);
    if (stretch) this.skip(stretch, false);
    return stretch;
  }

  private get point(): ReadingPoint {
    const { lexer, afterMacro: followsMacro } = this;
    const { source, offset, nextLine: line } = lexer;
    return { source, offset, line, followsMacro, macros: this.options.macros };
  }

  /** Goes on behind what is taken over, and tells what reading it would have told. */
  private skip(taken: KeptStatement | Stretch, isMacro: boolean): void {
    const { lexer } = this;
    const { source, offset } = lexer;
    const { onMacroUse, onComment } = this.options;
    lexer.skip(taken.length, taken.lines);
    this.afterMacro = isMacro;
    if (onMacroUse) for (const [name, value] of taken.macros) if (value !== undefined) onMacroUse(name);
    if (onComment) for (const { start, end } of taken.comments) onComment(source, offset + start, offset + end);
  }

  /** Whether nothing but the text that follows decides about the next statement. */
  private get settled(): boolean {
    return this.pending.length === 0 && this.lexer.settled;
  }

  private readAndKeep(memory: StatementMemory): Read {
    const { lexer, afterMacro: followsMacro } = this;
    const { source, offset, nextLine: line } = lexer;
    const anchor = new Anchor({ source, start: offset, line });
    this.anchor = anchor;
    this.lookups = [];
    this.comments = [];
    const read = this.read();
    this.anchor = undefined;
    if (read.statement === undefined || !this.settled || lexer.source !== source) return read;
    const { statement, blankLines } = read;
    const length = lexer.offset - offset;
    const kept: KeptStatement = {
      statement,
      blankLines,
      anchor,
      length,
      lines: lexer.nextLine - line,
      reach: looksFar(statement) ? Number.POSITIVE_INFINITY : length + LOOKAHEAD,
      macros: this.lookups,
      comments: this.comments,
      followsMacro,
      isMacro: this.afterMacro,
      alone: this.afterMacro || statement.kind === 'include' || statement.kind === 'macro',
      stretch: undefined,
      rounds: 0,
    };
    memory.keep(kept);
    return kept;
  }

  /** The lexer's options, so that what a statement depends on is noted. */
  private recording({ macros, onComment }: ReaderOptions): Pick<LexerOptions, 'macros' | 'onComment'> {
    return {
      macros: {
        get: (name) => {
          const definition = macros.get(name);
          this.lookups.push([name, originOf(definition)]);
          return definition;
        },
      },
      onComment: (source, start, end) => {
        const { anchor } = this;
        if (anchor?.source === source) this.comments.push({ start: start - anchor.start, end: end - anchor.start });
        onComment?.(source, start, end);
      },
    };
  }

  private read(): Read {
    let blankLines = 0;
    let first = this.take();
    if (this.afterMacro) {
      this.afterMacro = false;
      if (first.type !== TokenType.NewLine) return { statement: this.strayRest(first), blankLines };
    }
    while (first.type === TokenType.NewLine) {
      blankLines++;
      first = this.take();
    }
    if (first.type === TokenType.End) return { statement: undefined, blankLines, end: first };
    const { tokens, end } = this.anchored(this.cut(first));
    const { version, recovery } = this.options;
    const statement = parseStatement(tokens, end, version);
    // An editor is told what the statement says, a daemon stops at it.
    const tolerant = statement.error !== undefined && recovery === 'statement' && version !== LEGACY_VERSION;
    return { statement: tolerant ? readLegacy(statement, statement.error, version) : statement, blankLines };
  }

  /** What stands on a line after a macro's value. */
  private strayRest(first: Token): Statement {
    const { tokens, end } = this.anchored(this.cut(first, false));
    return { kind: 'error', tokens, end, error: { index: 0, token: tokens[0] ?? end } };
  }

  /**
   * Goes on as the daemon does after an error: with what follows the first line feed at or after the statement's token
   * number `index`. The daemon's reader calls it for each statement that failed. Returns the tokens that were read on the
   * way and belong to no statement.
   */
  resumeAfter(statement: Statement, index: number): readonly Token[] {
    const { tokens, end } = statement;
    this.afterMacro = false;
    if (this.lineOpen) return this.skipLine();
    let lineEnd = index;
    while (lineEnd < tokens.length && tokens[lineEnd]?.type !== TokenType.NewLine) lineEnd++;
    if (lineEnd >= tokens.length) {
      if (end.type !== TokenType.NewLine) this.pending.push(end);
      return [];
    }
    // What follows is read anew: a macro that a line of it defines was not there before.
    const mark = this.lineMarks.get(lineEnd);
    if (mark !== undefined) this.lexer.rewind(mark);
    this.pending.length = 0;
    return [];
  }

  private skipLine(): readonly Token[] {
    const skipped: Token[] = [];
    let token = this.take();
    for (; token.type !== TokenType.NewLine && token.type !== TokenType.End; token = this.take()) skipped.push(token);
    if (token.type === TokenType.End) this.pending.push(token);
    return skipped;
  }

  private anchored(cut: { tokens: readonly Token[]; end: Token }): { tokens: readonly Token[]; end: Token } {
    const { anchor } = this;
    if (anchor === undefined) return cut;
    const { tokens, end } = cut;
    const all = anchorTokens([...tokens, end], anchor);
    // What ends a statement early is a part of it too.
    if (tokens.at(-1) === end) return { tokens: all.slice(0, -1), end: all.at(-2) as Token };
    return { tokens: all.slice(0, -1), end: all.at(-1) as Token };
  }

  private take(): Token {
    return this.pending.pop() ?? this.lexer.next();
  }

  /**
   * Takes tokens up to the line feed that ends the statement. Inside braces line feeds do not end it, but braces hold
   * only strings, commas and signs: anything else there is an error, and the line that holds it is the last.
   */
  private cut(first: Token, mayEndEarly = true): { tokens: Token[]; end: Token } {
    const { room } = this;
    let count = 0;
    let inBraces = false;
    let token = first;
    this.lineOpen = false;
    if (this.lineMarks.size > 0) this.lineMarks.clear();
    while (token.type !== TokenType.End) {
      if (token.type === TokenType.NewLine && !inBraces) break;
      if (token.type === TokenType.BraceOpen && !inBraces) inBraces = true;
      else if (token.type === TokenType.BraceClose || !mayStandInBraces(token.type)) {
        if (inBraces && this.beginsStatement(token, room[count - 1])) {
          this.pending.push(token);
          return { tokens: room.slice(0, count - 1), end: room[count - 1] as Token };
        }
        inBraces = false;
      }
      if (count < MOST_TOKENS) room[count++] = token;
      if (token.type === TokenType.NewLine) this.lineMarks.set(count - 1, this.lexer.mark());
      if (mayEndEarly && (isInclude(room, count) || isMacro(room, count))) {
        // They take effect before the rest of the line is read.
        this.lineOpen = true;
        this.afterMacro = first.type === TokenType.String;
        return { tokens: room.slice(0, count), end: token };
      }
      token = this.take();
    }
    return { tokens: room.slice(0, count), end: token };
  }

  /** Whether, for an editor, a statement starts here although a brace is still open. */
  private beginsStatement(token: Token, previous: Token | undefined): boolean {
    return (
      this.options.recovery === 'statement' &&
      previous?.type === TokenType.NewLine &&
      STATEMENT_KEYWORDS.has(token.type)
    );
  }
}

/** The lexer looks a character or two further than a token goes. */
const LOOKAHEAD = 2;

/** Whether the lexer has looked for a closing quote up to the end of the file. */
function looksFar({ tokens, end }: Statement): boolean {
  const far = ({ messages }: Token): boolean =>
    messages?.some(({ cause }) => cause === 'unterminated' || cause === 'too-long') ?? false;
  return tokens.some(far) || far(end);
}

/** The statement that these tokens make; `end` is the token behind them. */
export function parseStatement(tokens: readonly Token[], end: Token, version: Version): Statement {
  return bindStatement(shapeOf(tokens, version), tokens, end);
}

/** A statement that the release has an error in: as one of the grammar before 6.4, where that takes it further. */
function readLegacy(statement: Statement, refused: SyntaxFault, version: Version): Statement {
  const legacy = asLegacy(statement, refused, wantsQuotes(statement, refused, version));
  if (legacy.error === undefined) return legacy;
  return legacy.error.index > refused.index && !legacy.legacy?.wantsQuotes ? legacy : statement;
}

/** Whether the statement is one of today's but for names that have become keywords since. */
function wantsQuotes({ tokens, end }: Statement, refused: SyntaxFault, version: Version): boolean {
  let fault: SyntaxFault | undefined = refused;
  let words = tokens;
  while (fault !== undefined && fault.token.type >= FIRST_KEYWORD && !fault.token.quoted) {
    const { token, index } = fault;
    const namesMacro = tokens[1]?.type === TokenType.Equals;
    if ((index === 0 && !namesMacro) || isLegacyWord(token)) return false;
    words = words.with(index, changeToken(token, { type: TokenType.String }));
    fault = parseStatement(words, end, version).error;
  }
  return fault === undefined;
}

/**
 * A statement as the grammar before 6.4 reads it, whether or not today's has an error in it.
 * @param refused where a daemon of today stops; behind the statement where nothing is said
 */
export function asLegacy(statement: Statement, refused?: SyntaxFault, wantsQuotes = false): Statement {
  const { end } = statement;
  const tokens = retype(statement.tokens, 'any');
  const legacy = bindStatement(shapeOf(tokens, 'legacy'), tokens, end);
  return { ...legacy, legacy: { refused: refused ?? { token: end, index: tokens.length }, wantsQuotes } };
}

function isInclude(room: readonly Token[], count: number): boolean {
  return count === 2 && room[0]?.type === INCLUDE && room[1]?.type === TokenType.String;
}

function isMacro(room: readonly Token[], count: number): boolean {
  return (
    count === 3 &&
    room[0]?.type === TokenType.String &&
    room[1]?.type === TokenType.Equals &&
    room[2]?.type === TokenType.String
  );
}

function mayStandInBraces(type: number): boolean {
  return (
    type === TokenType.String ||
    type === TokenType.NewLine ||
    type === TokenType.Comma ||
    type === TokenType.Equals ||
    type === TokenType.Arrow
  );
}

const INCLUDE = keywordType('include');

const STATEMENT_KEYWORDS: ReadonlySet<number> = new Set([
  ...Object.keys(STATEMENTS).map(keywordType),
  ...clausesIn('setting').flatMap((clause) => clause.forms.map((form) => keywordType(form.parts[0] as string))),
]);
