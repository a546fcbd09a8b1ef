import { KEYWORDS } from '@smtpd-conf/grammar';
import type { Draw } from './draw.js';
import type { Piece } from './piece.js';

const BARE = /^[A-Za-z0-9:_][A-Za-z0-9"$%&'*+./:;?@[\]^_`|~-]*$/;
const NUMBER_FIRST = /^\d+([/),}=\s]|$)/;

/** Whether the daemon reads `text`, written without quotes, as that very string, in every release. */
function canStandBare(text: string): boolean {
  return BARE.test(text) && !NUMBER_FIRST.test(text) && !KEYWORDS.has(text);
}

/** The string in quotes; undefined where no escape can say it. */
function quoted(text: string, quote: '"' | "'"): string | undefined {
  if (/[\n\0]/.test(text) || /\\(["' \t\\]|$)/.test(text)) return undefined;
  return quote + text.replaceAll(quote, `\\${quote}`) + quote;
}

/** How far a file strays from the usual way to write. */
export interface Oddness {
  /** Percent of tokens with an unusual but harmless spelling. */
  readonly percent: number;
  readonly macros: boolean;
  readonly continuations: boolean;
  readonly escapes: boolean;
}

export const PLAIN: Oddness = { percent: 0, macros: false, continuations: false, escapes: false };

/** Writes statements, and the macros that it makes up on the way in lines before them. */
export class Speller {
  private macros = 0;

  constructor(
    private readonly draw: Draw,
    private readonly oddness: Oddness,
  ) {}

  private odd(): boolean {
    return this.oddness.percent > 0 && this.draw.chance(this.oddness.percent);
  }

  /** The lines that say `pieces`: macro definitions, then the statement. */
  statement(pieces: readonly Piece[]): string[] {
    const lines: string[] = [];
    const texts: string[] = [];
    for (let at = 0; at < pieces.length; at++) {
      if (this.oddness.macros && this.odd()) {
        const run = this.macroRun(pieces, at);
        const definition = this.define(run.map((piece) => this.plainly(piece)));
        if (definition) {
          lines.push(definition.line);
          texts.push(definition.use);
          at += run.length - 1;
          continue;
        }
      }
      texts.push(this.piece(pieces[at] as Piece));
    }
    lines.push(this.join(texts));
    return lines;
  }

  /** One or more tokens of one line. */
  private macroRun(pieces: readonly Piece[], at: number): Piece[] {
    const length = this.draw.chance(60) ? 1 : this.draw.between(1, 4);
    const run: Piece[] = [];
    for (const piece of pieces.slice(at, at + length)) {
      if (piece.text === '\n') break;
      run.push(piece);
    }
    return run;
  }

  private define(texts: readonly string[]): { line: string; use: string } | undefined {
    if (texts.length === 0) return undefined;
    const value = texts.join(' ');
    const written = quoted(value, this.draw.chance(70) ? '"' : "'");
    if (written === undefined) return undefined;
    const name = `${this.draw.pick(['m', 'macro_', 'M', 'x9_'])}${this.macros++}`;
    const spaced = this.draw.pick([' = ', '=', ' =', '= ']);
    return { line: `${name}${spaced}${written}`, use: `$${name}` };
  }

  private plainly(piece: Piece): string {
    if (piece.kind !== 'string') return piece.text;
    if (canStandBare(piece.text)) return piece.text;
    return quoted(piece.text, "'") ?? quoted(piece.text, '"') ?? '""';
  }

  private piece(piece: Piece): string {
    switch (piece.kind) {
      case 'mark':
      case 'number':
        return piece.text;
      case 'keyword':
        return this.odd() ? this.broken(piece.text) : piece.text;
      case 'string':
        return this.string(piece.text);
    }
  }

  private string(text: string): string {
    const bare = canStandBare(text);
    if (bare && this.odd()) return this.broken(text);
    if (bare && !this.odd() && this.draw.chance(70)) return text;
    const quote = this.draw.chance(this.oddness.percent > 0 ? 70 : 97) ? '"' : "'";
    const written = quoted(text, quote) ?? text;
    if (this.odd() && this.oddness.continuations && written.length > 2 && !written.includes('\\')) {
      const cut = this.draw.between(1, written.length - 1);
      return `${written.slice(0, cut)}${this.draw.pick(['\\\n', '\n'])}${written.slice(cut)}`;
    }
    return written;
  }

  /** The word with a continuation or an escape inside. */
  private broken(word: string): string {
    const cut = this.draw.between(0, word.length - 1);
    if (this.oddness.escapes && this.draw.chance(50)) return `${word.slice(0, cut)}\\${word.slice(cut)}`;
    if (this.oddness.continuations) return `${word.slice(0, cut)}\\\n${word.slice(cut)}`;
    return word;
  }

  /** The texts of the tokens, with blanks where they would run together and now and then where they would not. */
  private join(texts: readonly string[]): string {
    let line = this.odd() ? this.draw.pick([' ', '\t', '  ']) : '';
    for (const [index, text] of texts.entries()) {
      if (index > 0) line += this.separator(texts[index - 1] as string, text);
      line += text;
    }
    return line + this.ending(texts.at(-1) ?? '');
  }

  private separator(before: string, after: string): string {
    if (before === '\n' || after === '\n') return this.odd() ? '\t' : '';
    if (runsTogether(before, after)) return this.blank();
    return this.draw.chance(60) ? this.blank() : '';
  }

  private blank(): string {
    if (!this.odd()) return ' ';
    return this.draw.pick(
      this.oddness.continuations ? ['  ', '\t', ' \\\n ', '\\\n\t', ' \\\n\\\n'] : ['  ', '\t', ' \t '],
    );
  }

  private ending(last: string): string {
    if (!this.odd()) return '';
    const gap = /[\w.]$/.test(last) ? this.draw.pick([' ', '\t']) : '';
    return gap + this.draw.pick(['', ' ', `# ${this.remark()}`, '#']);
  }

  /** What may stand in a comment: anything, and a backslash at the end of a line continues it. */
  remark(): string {
    const text = this.draw.pick([
      'plain',
      "don't",
      'say "this',
      'match { all',
      '# twice',
      '$macro',
      '\tx',
      'a = b',
      '}',
    ]);
    return this.oddness.continuations && this.draw.chance(20) ? `${text} \\\n and more` : text;
  }
}

function runsTogether(before: string, after: string): boolean {
  if (/^[{}<>!=,#]/.test(before.slice(-1))) return before === '=' && after.startsWith('>');
  if (/["']$/.test(before) && /^["']/.test(before)) return false;
  if (/^-?\d+$/.test(before)) return !/^[,}=]/.test(after) || after.startsWith('=>');
  return !/^[{}<>!=,#]/.test(after);
}
