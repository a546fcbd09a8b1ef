import type { Source } from '../text/source.js';
import {
  CLASS,
  classOf,
  DIGIT,
  DONE_EXPAND,
  ENDS_NUMBER,
  MACRO_NAME,
  PLAIN_IN_QUOTES,
  PLAIN_WORD,
  START_EXPAND,
  WORD,
  WORD_START,
} from './characters.js';
import type { ReservedWords } from './reserved-words.js';
import { type LexicalMessage, type MacroDefinition, type MacroUse, type Token, TokenType } from './token.js';

/** yylex's `buf[8096]`. */
const BUFFER_SIZE = 8096;
/** A string in quotes may fill it but for the last two bytes. */
const LONGEST_STRING = BUFFER_SIZE - 2;
const INT64_MAX = 9223372036854775807n;
const INT64_MIN = -9223372036854775808n;

const EOF = -1;

const NEWLINE = 10;
const SPACE = 32;
const TAB = 9;
const BACKSLASH = 92;
const HASH = 35;
const DOLLAR = 36;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const MINUS = 45;

/** parse.y's `struct file`: one file being read, with what was pushed back into it. */
interface Frame {
  readonly source: Source;
  readonly text: string;
  readonly parent: Frame | undefined;
  /** How many files are open while this one is read, counting it. */
  readonly depth: number;
  position: number;
  line: number;
  eofReached: boolean;
  /** Pushed-back characters, last in first out, each with the offsets it stands for. */
  readonly pushed: PushedChar[];
}

interface FrameMark extends Pick<Frame, 'position' | 'line' | 'eofReached'> {
  readonly frame: Frame;
  readonly pushed: readonly PushedChar[];
}

/** A state of the lexer. */
export interface LexerMark {
  readonly frames: readonly FrameMark[];
  readonly expanding: boolean;
}

const NOTHING_PUSHED: readonly PushedChar[] = [];

interface PushedChar {
  readonly code: number;
  readonly start: number;
  readonly end: number;
  readonly use: MacroUse | undefined;
}

export interface LexerOptions {
  /** The words that are no strings where they stand bare. */
  readonly reserved: ReservedWords;
  /** In quotes a backslash before a space or a tab goes, as it does before the quote. */
  readonly dropsBackslashBeforeBlank: boolean;
  /** The macros as they stand when a token is read; the owner adds to it between statements. */
  readonly macros: Pick<ReadonlyMap<string, MacroDefinition>, 'get'>;
  /** Called with each comment, from its `#` to before the line feed that ends it (joined lines included). */
  readonly onComment?: ((source: Source, start: number, end: number) => void) | undefined;
  /** Called with each macro that a `$name` looked up and found. */
  readonly onMacroUse?: ((name: string) => void) | undefined;
  /**
   * What follows a lexical error. `daemon`: as findeol() does, the rest of the line is eaten with its line feed and an
   * unterminated string reaches to the end of the file. `statement`: the line feed stays a token and an unterminated
   * string ends with its line, so that an editor keeps the statements that follow.
   */
  readonly recovery: 'daemon' | 'statement';
}

const PUNCTUATION: Readonly<Record<number, number>> = {
  44: TokenType.Comma,
  123: TokenType.BraceOpen,
  125: TokenType.BraceClose,
  60: TokenType.AngleOpen,
  62: TokenType.AngleClose,
  33: TokenType.Bang,
};

/**
 * parse.y's yylex, lgetc and lungetc over UTF-16 text. Reads one token at a time, so that macros and includes that a
 * statement adds are there for the next one. Never throws; time is linear in the text (and in what macros expand to).
 */
export class Lexer {
  private frame: Frame;
  private expanding = false;
  /** `yylval.lineno`. */
  private line = 1;
  /** Offsets and macro of the character that was read last. */
  private charStart = 0;
  private charEnd = 0;
  private charUse: MacroUse | undefined;
  /** What the token being read has caused so far. */
  private messages: LexicalMessage[] | undefined;
  /** Where scanning for a closing quote has reached the end of the file before, so that it is not done again. */
  private readonly unterminated = new Map<Source, Set<number>>();
  private readonly reserved: ReservedWords;
  private readonly macros: LexerOptions['macros'];
  private readonly options: LexerOptions;

  constructor(source: Source, options: LexerOptions) {
    this.frame = newFrame(source, undefined, 1);
    this.options = options;
    this.reserved = options.reserved;
    this.macros = options.macros;
  }

  /** The file being read. */
  get source(): Source {
    return this.frame.source;
  }

  /** How many files are open: the one being read, the one that includes it, and so on to the first. */
  get depth(): number {
    return this.frame.depth;
  }

  /** Those files, the one being read first. */
  get openFiles(): readonly Source[] {
    const open: Source[] = [];
    for (let frame: Frame | undefined = this.frame; frame; frame = frame.parent) open.push(frame.source);
    return open;
  }

  /** Goes on with `source` at once, as the action of `include` does; its first token is the line feed pushed into it. */
  pushFile(source: Source): void {
    this.frame = newFrame(source, this.frame, 0);
    this.frame.pushed.push({ code: NEWLINE, start: 0, end: 0, use: undefined });
  }

  /** Where reading stands, to come back to with `rewind`. Files that are included in the meantime are left again. */
  mark(): LexerMark {
    const frames: FrameMark[] = [];
    for (let frame: Frame | undefined = this.frame; frame; frame = frame.parent) {
      const { position, line, eofReached, pushed } = frame;
      frames.push({ frame, position, line, eofReached, pushed: pushed.length === 0 ? NOTHING_PUSHED : [...pushed] });
    }
    return { frames, expanding: this.expanding };
  }

  rewind({ frames, expanding }: LexerMark): void {
    this.frame = (frames[0] as FrameMark).frame;
    this.expanding = expanding;
    for (const { frame, position, line, eofReached, pushed } of frames) {
      frame.position = position;
      frame.line = line;
      frame.eofReached = eofReached;
      frame.pushed.splice(0, frame.pushed.length, ...pushed);
    }
  }

  /** Whether the offset and the line in the file being read are all there is to say of where reading stands. */
  get settled(): boolean {
    const { pushed, eofReached } = this.frame;
    return pushed.length === 0 && !eofReached && !this.expanding;
  }

  /** Of the next character, in the file being read. */
  get offset(): number {
    return this.frame.position;
  }

  /** The line of the next character, counting from 1. */
  get nextLine(): number {
    return this.frame.line;
  }

  /** Goes on so many characters and lines further in the file being read. Only from where reading is settled. */
  skip(length: number, lines: number): void {
    this.frame.position += length;
    this.frame.line += lines;
  }

  /** Reads the next token. After the end of the first file it returns End for ever. */
  next(): Token {
    this.messages = undefined;
    for (;;) {
      let code = this.read();
      while (code === SPACE || code === TAB) code = this.read();
      this.line = this.frame.line;
      if (code === HASH) {
        const from = this.charStart;
        const { source } = this.frame;
        code = this.skipComment();
        this.options.onComment?.(source, from, this.frame.source === source ? this.charStart : source.text.length);
      }
      const start = this.charStart;
      const use = this.charUse;
      if (code === DOLLAR && !this.expanding) {
        const failed = this.expandMacro(start);
        if (failed) return failed;
        continue;
      }
      return this.tokenFrom(code, start, use);
    }
  }

  private skipComment(): number {
    const { frame } = this;
    let code: number;
    do {
      // Jump to the next character that can end or join a line.
      if (frame === this.frame && frame.pushed.length === 0) {
        const { text } = frame;
        let at = frame.position;
        for (; at < text.length; at++) {
          const next = text.charCodeAt(at);
          if (next === NEWLINE || next === BACKSLASH || next <= DONE_EXPAND) break;
        }
        frame.position = at;
      }
      code = this.read();
    } while (code !== NEWLINE && code !== EOF);
    return code;
  }

  private tokenFrom(code: number, start: number, use: MacroUse | undefined): Token {
    const bits = code < 0 ? 0 : classOf(code);
    if (bits & WORD_START && !(bits & DIGIT)) return this.word(code, start, use, '');
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return this.quoted(code, start, use);
    if (code === MINUS || bits & DIGIT) return this.numberOrWord(code, start, use);
    if (code === NEWLINE) {
      this.line = this.frame.line;
      this.frame.line++;
      return this.token(TokenType.NewLine, '\n', start, this.charEnd, use, false);
    }
    if (code === EOF || code === 0) return this.token(TokenType.End, '', start, this.charEnd, use, false);
    if (code === 61) {
      const end = this.charEnd;
      const next = this.read();
      if (next === 62) return this.token(TokenType.Arrow, '=>', start, this.charEnd, use, false);
      this.unread(next);
      return this.token(TokenType.Equals, '=', start, end, use, false);
    }
    const type = PUNCTUATION[code] ?? TokenType.Other;
    return this.token(type, String.fromCharCode(code), start, this.charEnd, use, false);
  }

  /** A word whose first characters `head` + `code` are already read. */
  private word(code: number, start: number, use: MacroUse | undefined, head: string): Token {
    const { frame } = this;
    if (frame.pushed.length === 0 && head === '' && use === undefined) {
      // The common case in one slice: nothing pushed back, no joined lines, no expansion marks.
      const { text } = frame;
      let at = frame.position;
      let next = at < text.length ? text.charCodeAt(at) : EOF;
      while (next >= 0 && next < 128 && (CLASS[next] as number) & PLAIN_WORD) {
        at++;
        next = at < text.length ? text.charCodeAt(at) : EOF;
      }
      if (next > DONE_EXPAND && next !== BACKSLASH && at - start < BUFFER_SIZE && start === frame.position - 1) {
        frame.position = at;
        const reserved = this.reserved.find(text, start, at);
        if (reserved) return this.token(reserved.type, reserved.text, start, at, undefined, false);
        return this.token(TokenType.String, text.slice(start, at), start, at, undefined, false);
      }
    }
    let value = head;
    let next = code;
    let end = this.charEnd;
    let from = use;
    do {
      value += String.fromCharCode(next);
      // Words are ASCII, so their length is that in bytes.
      if (value.length >= BUFFER_SIZE) return this.fail('string too long', 'too-long', start, from);
      end = this.charEnd;
      from ??= this.charUse;
      next = this.read();
    } while (next !== EOF && classOf(next) & WORD);
    this.unread(next);
    const type = this.reserved.find(value, 0, value.length)?.type ?? TokenType.String;
    return this.token(type, value, start, end, from, false);
  }

  private numberOrWord(code: number, start: number, use: MacroUse | undefined): Token {
    const digits: PushedChar[] = [];
    let value = '';
    let next = code;
    do {
      value += String.fromCharCode(next);
      digits.push({ code: next, start: this.charStart, end: this.charEnd, use: this.charUse });
      if (value.length >= BUFFER_SIZE) return this.fail('string too long', 'too-long', start, use);
      next = this.read();
    } while (next !== EOF && classOf(next) & DIGIT);
    this.unread(next);
    const last = digits[digits.length - 1] as PushedChar;
    if (value !== '-' && (next === EOF || classOf(next) & ENDS_NUMBER)) {
      const number = BigInt(value);
      if (number > INT64_MAX || number < INT64_MIN) {
        const size = number > 0n ? 'large' : 'small';
        return this.fail(`"${value}" invalid number: too ${size}`, 'number', start, use);
      }
      return this.token(TokenType.Number, value, start, last.end, use ?? last.use, false);
    }
    // Not a number after all: everything but the first character is read again.
    const first = digits[0] as PushedChar;
    for (let at = digits.length - 1; at > 0; at--) this.push(digits[at] as PushedChar);
    this.charStart = first.start;
    this.charEnd = first.end;
    this.charUse = first.use;
    if (code === MINUS) return this.token(TokenType.Other, '-', start, first.end, use, false);
    return this.word(code, start, use, '');
  }

  private quoted(quote: number, start: number, use: MacroUse | undefined): Token {
    const opened = this.frame;
    const openedLine = this.line;
    const resume = { position: this.frame.position, line: this.frame.line };
    if (this.options.recovery === 'statement' && this.unterminated.get(opened.source)?.has(quote)) {
      return this.closeAtLineEnd(start, use, resume);
    }
    let value = '';
    let bytes = 0;
    let from = use;
    for (;;) {
      if (this.frame.pushed.length === 0) {
        const run = this.plainRun();
        value = value === '' ? run : value + run;
        bytes += this.byteLength(run);
        if (bytes > LONGEST_STRING) return this.failQuoted(quote, opened, start, from);
      }
      const code = this.readQuoted(quote);
      if (code === EOF) {
        if (this.options.recovery === 'statement' && opened.pushed.length === 0) {
          this.rememberUnterminated(opened.source, quote);
          this.frame = opened;
          this.line = openedLine;
          this.messages = undefined;
          return this.closeAtLineEnd(start, use, resume);
        }
        return this.token(TokenType.End, '', start, this.charEnd, use, false);
      }
      from ??= this.charUse;
      let taken = code;
      if (code === NEWLINE) {
        this.frame.line++;
        continue;
      }
      if (code === BACKSLASH) {
        const escaped = this.readQuoted(quote);
        if (escaped === EOF) return this.token(TokenType.End, '', start, this.charEnd, use, false);
        const blank = escaped === SPACE || escaped === TAB;
        if (escaped === quote || (blank && this.options.dropsBackslashBeforeBlank)) taken = escaped;
        else if (escaped === NEWLINE) {
          this.frame.line++;
          continue;
        } else this.unread(escaped);
      } else if (code === quote) {
        const sameFile = this.frame === opened;
        return this.token(TokenType.String, value, sameFile ? start : 0, sameFile ? this.charEnd : 0, from, true);
      } else if (code === 0) {
        return this.fail('syntax error', 'nul-in-quotes', start, from);
      }
      const char = String.fromCharCode(taken);
      value += char;
      bytes += this.byteLength(char);
      if (bytes > LONGEST_STRING) return this.failQuoted(quote, opened, start, from);
    }
  }

  /** A string that is too long. For an editor it goes on to its closing quote all the same: the lines in it are no statements. */
  private failQuoted(quote: number, opened: Frame, start: number, use: MacroUse | undefined): Token {
    const { frame } = this;
    const here = this.options.recovery === 'statement' && frame === opened && frame.pushed.length === 0;
    if (!here || this.unterminated.get(opened.source)?.has(quote)) {
      return this.fail('string too long', 'too-long', start, use);
    }
    const { position, line } = frame;
    const end = this.charEnd;
    for (let code = this.readRaw(); code !== quote; code = this.readRaw()) {
      const taken = code === BACKSLASH ? this.readRaw() : code;
      if (taken === NEWLINE) frame.line++;
      if (taken !== EOF) continue;
      // There is none: then only the line is lost.
      this.rememberUnterminated(opened.source, quote);
      frame.position = position;
      frame.line = line;
      return this.fail('string too long', 'too-long', start, use, end);
    }
    return this.fail('string too long', 'too-long', start, use);
  }

  /** Takes what may stand in quotes as it is, up to more than the daemon's buffer holds. */
  private plainRun(): string {
    const { frame } = this;
    const { text } = frame;
    const from = frame.position;
    const limit = Math.min(text.length, from + BUFFER_SIZE);
    let at = from;
    while (at < limit && classOf(text.charCodeAt(at)) & PLAIN_IN_QUOTES) at++;
    frame.position = at;
    return text.slice(from, at);
  }

  private rememberUnterminated(source: Source, quote: number): void {
    const quotes = this.unterminated.get(source) ?? new Set<number>();
    this.unterminated.set(source, quotes.add(quote));
  }

  private closeAtLineEnd(start: number, use: MacroUse | undefined, resume: { position: number; line: number }): Token {
    const { frame } = this;
    frame.line = resume.line;
    const lineEnd = frame.text.indexOf('\n', resume.position);
    frame.position = lineEnd === -1 ? frame.text.length : lineEnd;
    this.report('reached end of file while parsing quoted string', 'unterminated');
    return this.token(TokenType.Error, '', start, frame.position, use, true);
  }

  /** Pushes a macro's value back into the input; returns a token only where that fails. */
  private expandMacro(start: number): Token | undefined {
    let name = '';
    let end = this.charEnd;
    for (;;) {
      const code = this.read();
      if (code === EOF) return this.token(TokenType.End, '', start, end, undefined, false);
      if (name.length + 1 >= BUFFER_SIZE - 1) return this.fail('string too long', 'too-long', start, undefined);
      if (classOf(code) & MACRO_NAME) {
        name += String.fromCharCode(code);
        end = this.charEnd;
        continue;
      }
      this.unread(code);
      break;
    }
    const definition = this.macros.get(name);
    if (definition === undefined) {
      return this.fail(`macro '${name}' not defined`, 'macro-undefined', start, undefined, end);
    }
    this.options.onMacroUse?.(name);
    const use: MacroUse = { name, source: this.frame.source, start, end, definition };
    this.push({ code: DONE_EXPAND, start: end, end, use: undefined });
    for (let at = definition.value.length - 1; at >= 0; at--) {
      this.push({ code: definition.value.charCodeAt(at), start, end, use });
    }
    this.push({ code: START_EXPAND, start, end, use });
    return undefined;
  }

  /** igetc: the next character, with expansion marks taken out. */
  private readRaw(): number {
    const { frame } = this;
    for (;;) {
      let code: number;
      const pushed = frame.pushed.pop();
      if (pushed !== undefined) {
        code = pushed.code;
        this.charStart = pushed.start;
        this.charEnd = pushed.end;
        this.charUse = pushed.use;
      } else {
        const at = frame.position;
        this.charUse = undefined;
        this.charStart = at;
        if (at >= frame.text.length) {
          this.charEnd = at;
          return EOF;
        }
        code = frame.text.charCodeAt(at);
        frame.position = at + 1;
        this.charEnd = at + 1;
      }
      if (code === START_EXPAND) this.expanding = true;
      else if (code === DONE_EXPAND) this.expanding = false;
      else return code;
    }
  }

  /** lgetc(0): joins lines at a backslash, fakes a line feed at the end of a file, goes back to the including file. */
  private read(): number {
    let code = this.readRaw();
    while (code === BACKSLASH) {
      const next = this.readRaw();
      if (next !== NEWLINE) {
        code = next;
        break;
      }
      this.line = this.frame.line;
      this.frame.line++;
      code = this.readRaw();
    }
    if (code !== EOF) return code;
    if (!this.frame.eofReached) {
      this.frame.eofReached = true;
      return NEWLINE;
    }
    while (code === EOF) {
      if (this.frame.parent === undefined) return EOF;
      this.frame = this.frame.parent;
      code = this.readRaw();
    }
    return code;
  }

  /** lgetc(quote): no joining; the end of the file is an error, and in an included file it closes the string. */
  private readQuoted(quote: number): number {
    const code = this.readRaw();
    if (code !== EOF) return code;
    this.report('reached end of file while parsing quoted string', 'unterminated');
    if (this.frame.parent === undefined) return EOF;
    this.frame = this.frame.parent;
    return quote;
  }

  /** lungetc for the character read last. */
  private unread(code: number): void {
    if (code === EOF) return;
    this.push({ code, start: this.charStart, end: this.charEnd, use: this.charUse });
  }

  private push(char: PushedChar): void {
    const { frame } = this;
    if (
      frame.pushed.length === 0 &&
      char.use === undefined &&
      char.end === frame.position &&
      char.start === char.end - 1
    ) {
      if (frame.text.charCodeAt(char.start) === char.code) {
        frame.position = char.start;
        return;
      }
    }
    frame.pushed.push(char);
  }

  /** findeol: a message, then an Error token. */
  private fail(
    text: string,
    cause: LexicalMessage['cause'],
    start: number,
    use: MacroUse | undefined,
    end = this.charEnd,
  ): Token {
    this.report(text, cause);
    if (this.options.recovery === 'daemon') {
      for (;;) {
        const code = this.read();
        if (code === NEWLINE) {
          this.frame.line++;
          break;
        }
        if (code === EOF) break;
      }
    } else {
      const code = this.skipComment();
      this.unread(code);
    }
    return this.token(TokenType.Error, '', start, end, use, false);
  }

  private report(text: string, cause: LexicalMessage['cause']): void {
    this.messages ??= [];
    this.messages.push({ text, line: this.line, source: this.frame.source, cause });
  }

  /** Length in the bytes of the file, which the daemon's buffers count. */
  private byteLength(text: string): number {
    if (this.frame.source.encoding === 'latin1') return text.length;
    let bytes = text.length;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      // Each half of a surrogate pair is two of its four bytes.
      if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
    }
    return bytes;
  }

  private token(
    type: number,
    text: string,
    start: number,
    end: number,
    expandedFrom: MacroUse | undefined,
    quoted: boolean,
  ): Token {
    const { messages } = this;
    return { type, text, quoted, source: this.frame.source, start, end, line: this.line, expandedFrom, messages };
  }
}

function newFrame(source: Source, parent: Frame | undefined, line: number): Frame {
  const depth = (parent?.depth ?? 0) + 1;
  return { source, text: source.text, parent, depth, position: 0, line, eofReached: false, pushed: [] };
}
