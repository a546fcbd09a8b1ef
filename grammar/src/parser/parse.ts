import type { Document, Parsed, Piece } from '../ast/document.js';
import type { Statement, SyntaxFault } from '../ast/statement.js';
import { NEWEST, type Version } from '../language/version.js';
import { type MacroDefinition, type Token, TokenType } from '../lexer/token.js';
import { Source } from '../text/source.js';
import type { Span } from '../text/span.js';
import type { StatementMemory } from './statement-memory.js';
import { StatementReader } from './statement-reader.js';

export interface ParseOptions {
  readonly version?: Version;
  /** Macros that are set outside the file. */
  readonly macros?: ReadonlyMap<string, MacroDefinition>;
  /** What the last reading of the same file has left. */
  readonly memory?: StatementMemory | undefined;
}

/** Reads one file for what is written in it. Never throws, whatever the text; takes time linear in its length. */
export function parse(text: string | Source, options: ParseOptions = {}): Parsed {
  const source = asSource(text);
  const comments: Span[] = [];
  const statements: Statement[] = [];
  const errors: SyntaxFault[] = [];
  for (const statement of readStatements(source, options, (comment) => comments.push(comment))) {
    statements.push(statement);
    const fault = faultOf(statement);
    if (fault) errors.push(fault);
  }
  const ast: Document = {
    kind: 'document',
    source,
    version: options.version ?? NEWEST,
    statements,
    comments,
    get pieces() {
      return piecesOf(source, statements);
    },
  };
  return { ast, errors };
}

/** The statements of a file one at a time, for whom does not need them all at once. A comment is told of before what follows it. */
export function* readStatements(
  source: Source,
  options: ParseOptions,
  onComment: (comment: Span) => void = () => {},
): Generator<Statement, void> {
  const macros = new Map(options.macros);
  options.memory?.begin();
  const reader = new StatementReader(source, {
    version: options.version ?? NEWEST,
    memory: options.memory,
    macros,
    recovery: 'statement',
    onComment: (_, start, end) => onComment({ start, end }),
  });
  for (;;) {
    const stretch = reader.nextStretch(() => true);
    if (stretch) {
      yield* stretch.statements;
      continue;
    }
    const { statement } = reader.next();
    if (statement === undefined) return;
    yield statement;
    defineMacro(statement, macros);
  }
}

/** What is wrong with a statement: its own error, or that the file ends in it. */
export function faultOf({ error, end, tokens }: Statement): SyntaxFault | undefined {
  return error ?? (end.type === TokenType.End ? { token: end, index: tokens.length } : undefined);
}

/** Text as a file without a name. */
export function asSource(text: string | Source): Source {
  return typeof text === 'string' ? new Source('<text>', text) : text;
}

/** The text of a document, byte for byte what it was read from. */
export function print(document: Document): string {
  return document.pieces.map(({ text }) => text).join('');
}

function defineMacro(statement: Statement, macros: Map<string, MacroDefinition>): void {
  if (statement.kind !== 'macro' || statement.value === undefined || statement.error) return;
  macros.set(statement.name.text, { value: statement.value.text, name: statement.name, token: statement.value });
}

function piecesOf(source: Source, statements: readonly Statement[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const upTo = (end: number, kind: Piece['kind']): void => {
    if (end <= at) return;
    pieces.push({ kind, start: at, end, text: source.text.slice(at, end) });
    at = end;
  };
  for (const { tokens } of statements) {
    for (const word of wordsOf(tokens)) {
      upTo(word.start, 'gap');
      upTo(word.end, 'word');
    }
  }
  upTo(source.text.length, 'gap');
  return pieces;
}

/** The tokens as they are written: those of one macro's value are one word, line feeds are none. */
export function wordsOf(tokens: readonly Token[]): Span[] {
  const words: { start: number; end: number }[] = [];
  for (const token of tokens) {
    if (token.type === TokenType.NewLine) continue;
    const last = words.at(-1);
    if (last !== undefined && token.start < last.end) last.end = Math.max(last.end, token.end);
    else words.push({ start: token.start, end: token.end });
  }
  return words;
}
