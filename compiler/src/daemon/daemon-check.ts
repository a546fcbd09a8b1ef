import {
  NEWEST,
  type Platform,
  parseStatement,
  type Source,
  type Statement,
  StatementReader,
  type Token,
  TokenType,
  type Version,
} from '@smtpd-conf/grammar';
import { defineBuiltins } from '../builtin-tables.js';
import { CheckEnded, type Problem, StatementFailed } from '../problem.js';
import { CompileState } from '../state.js';
import { StatementContext } from '../statement-context.js';
import { compileStatement } from '../statements/compile-statement.js';
import type { World } from '../world/world.js';
import { finalChecks } from './final-checks.js';
import { latin1Bytes, MessageBuffer, utf8Bytes } from './message-buffer.js';
import { openInclude } from './open-include.js';
import { stackExhaustedAt } from './parser-stack.js';

export interface DaemonCheckOptions {
  readonly version?: Version;
  readonly platform?: Platform;
}

export interface DaemonCheckResult {
  /** What the daemon prints, line feeds included; it prints nothing to stdout. */
  readonly stderr: string;
  /** In which to write it, so that the bytes are those of the files. */
  readonly encoding: 'utf-8' | 'latin1';
  /** Exit status: 0 or 1. */
  readonly status: number;
}

/** What `smtpd -n -f PATH` answers. The world gives the files; nothing is thrown. */
export function daemonCheck(path: string, world: World, options: DaemonCheckOptions = {}): DaemonCheckResult {
  let encoding: DaemonCheckResult['encoding'] = 'utf-8';
  let pieces: string[] = [];
  const status = runCheck(path, world, options, (reading) => {
    encoding = reading === 'bytes' ? 'latin1' : 'utf-8';
    pieces = [];
    return (text) => pieces.push(text);
  });
  return { stderr: pieces.join(''), encoding, status };
}

/** The same, with what the daemon prints handed to `write` piece by piece, so that millions of messages need no room. */
export function streamDaemonCheck(
  path: string,
  world: World,
  options: DaemonCheckOptions,
  write: (bytes: Uint8Array) => void,
): DaemonCheckResult['status'] {
  let written = 0;
  return runCheck(path, world, options, (reading) => {
    const encode = reading === 'bytes' ? latin1Bytes : utf8Bytes;
    // A check that starts anew says again what it has said.
    let said = written;
    return (text) => {
      const bytes = encode(text);
      const fresh = bytes.subarray(Math.min(said, bytes.length));
      said -= bytes.length - fresh.length;
      written += fresh.length;
      if (fresh.length > 0) write(fresh);
    };
  });
}

type Reading = 'text' | 'bytes';

/** `begin` is told how files are read each time that the check starts, and gives where the messages go. */
function runCheck(
  path: string,
  world: World,
  options: DaemonCheckOptions,
  begin: (reading: Reading) => (text: string) => void,
): number {
  const target = { version: options.version ?? NEWEST, platform: options.platform ?? 'linux' };
  const checkAs = (reading: Reading): number =>
    new DaemonCheck(new CompileState(world, target), reading, new MessageBuffer(begin(reading))).run(path);
  try {
    return checkAs('text');
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    // Files in different encodings have names in common only byte by byte.
    return checkAs('bytes');
  }
}

/** A file is not in UTF-8: the check starts anew, with bytes for characters. */
class NotUtf8 extends Error {}

/** yacc's yyerrstatus after an error: so many tokens must be shifted before the next "syntax error" is printed. */
const ERROR_QUIET = 3;

class DaemonCheck {
  private readonly parents = new Map<Source, Source | undefined>();
  private readonly errors = new Map<Source, number>();
  private quiet = 0;
  private reader: StatementReader | undefined;
  /** Tokens of the current statement whose lexical messages have been printed. */
  private heard = 0;
  private statement: Statement | undefined;

  constructor(
    private readonly state: CompileState,
    private readonly reading: Reading,
    private readonly output: MessageBuffer,
  ) {}

  /** The exit status. */
  run(path: string): number {
    try {
      return this.check(path);
    } catch (error) {
      if (error instanceof CheckEnded) return 1;
      throw error;
    } finally {
      this.output.flush();
    }
  }

  private check(path: string): number {
    const failed = defineBuiltins(this.state, (text) => this.output.add(text));
    if (failed) return 1;
    const main = openInclude(path, this.state.world, 0, this.reading);
    if (!main.ok) {
      this.print(`pushfile: ${path}: ${main.error.text}`);
      return 1;
    }
    this.parse(main.value);
    return this.finish();
  }

  private print(line: string): void {
    this.output.add(`${line}\n`);
  }

  private finish(): number {
    let errors = this.countErrors();
    if (this.state.rules.length + this.state.legacyRules.length === 0) {
      this.print('warn: no rules, nothing to do');
      errors++;
    }
    if (errors > 0) return 1;
    const final = finalChecks(this.state);
    for (const line of final.lines) this.print(line);
    if (final.failed) return 1;
    this.print('configuration OK');
    return 0;
  }

  /** file->errors of the file in which parsing ended: its own and those of the files it included. */
  private countErrors(): number {
    const last = this.reader?.lexer.source;
    let total = 0;
    for (const [source, count] of this.errors) {
      let within: Source | undefined = source;
      while (within !== undefined && within !== last) within = this.parents.get(within);
      if (within === last) total += count;
    }
    return total;
  }

  private parse(main: Source): void {
    this.addFile(main, undefined);
    const { macros, usedMacros, target } = this.state;
    const onMacroUse = (name: string): void => {
      usedMacros.add(name);
    };
    const reader = new StatementReader(main, { version: target.version, macros, onMacroUse, recovery: 'daemon' });
    this.reader = reader;
    for (;;) {
      const read = reader.next();
      this.quiet = Math.max(0, this.quiet - read.blankLines);
      if (read.statement === undefined) {
        this.hear(read.end);
        return;
      }
      if (!this.take(read.statement, reader)) return;
    }
  }

  /** Compiles one statement and recovers as yacc does; false where parsing ends. */
  private take(statement: Statement, reader: StatementReader): boolean {
    this.statement = statement;
    this.heard = 0;
    const context = new StatementContext(this.state, statement, 'daemon', this.onProblem);
    const exhausted = stackExhaustedAt(statement, this.state.target.version);
    if (exhausted !== undefined) return this.exhaust(statement, exhausted, reader);
    try {
      compileStatement(statement, context);
      if (statement.kind === 'include') this.include(statement.path, context, reader);
    } catch (error) {
      if (!(error instanceof StatementFailed)) throw error;
      return this.recover(statement, error.index, reader);
    }
    if (statement.error !== undefined) {
      this.syntaxError(statement.error.token, statement.error.index);
      return this.recover(statement, statement.error.index, reader);
    }
    if (statement.end.type === TokenType.End) {
      this.syntaxError(statement.end, statement.tokens.length);
      return false;
    }
    this.hearUpTo(statement.tokens.length);
    const shifted = statement.tokens.length + (statement.end.type === TokenType.NewLine ? 1 : 0);
    this.quiet = Math.max(0, this.quiet - shifted);
    return true;
  }

  /** What the statement did before the parser's stack was full counts; then the check of the file is over. */
  private exhaust(statement: Statement, at: number, reader: StatementReader): boolean {
    const { tokens, end } = statement;
    const token = tokens[at] ?? end;
    const read = parseStatement(tokens.slice(0, at), token, this.state.target.version);
    const context = new StatementContext(this.state, read, 'daemon', this.onProblem);
    try {
      compileStatement(read, context);
    } catch (error) {
      if (!(error instanceof StatementFailed)) throw error;
      return this.recover(statement, error.index, reader);
    }
    this.hearUpTo(at);
    this.located(token.source.name, token.line, 'memory exhausted', token.source);
    return false;
  }

  private include(path: Token | undefined, context: StatementContext, reader: StatementReader): void {
    if (path === undefined) return;
    const opened = openInclude(path.text, this.state.world, reader.lexer.depth, this.reading);
    if (opened.ok) {
      this.addFile(opened.value, reader.lexer.source);
      reader.lexer.pushFile(opened.value);
      return;
    }
    context.explain(`pushfile: ${path.text}: ${opened.error.text}`, path, 'include-unreadable', context.at(path));
    context.fail(context.at(path), {
      id: 'include-unreadable',
      daemon: `failed to include file ${path.text}`,
      at: path,
    });
  }

  private addFile(source: Source, parent: Source | undefined): void {
    this.parents.set(source, parent);
    if (source.encoding === 'latin1' && this.reading === 'text') throw new NotUtf8();
    this.state.addFile(source);
  }

  private syntaxError(token: Token, shifted: number): void {
    this.hearUpTo(shifted);
    if (Math.max(0, this.quiet - shifted) > 0) return;
    this.located(token.source.name, token.line, 'syntax error', token.source);
  }

  /** `grammar error '\n'`: skips to the end of the line; false where the input ends first. */
  private recover(statement: Statement, index: number, reader: StatementReader): boolean {
    let lineEnd = index;
    const { tokens, end } = statement;
    while (lineEnd < tokens.length && tokens[lineEnd]?.type !== TokenType.NewLine) lineEnd++;
    this.hearUpTo(lineEnd);
    const ended = lineEnd >= tokens.length && end.type === TokenType.End;
    if (ended) return false;
    for (const token of reader.resumeAfter(statement, index)) this.hear(token);
    this.countError(reader.lexer.source);
    this.quiet = ERROR_QUIET - 1;
    return true;
  }

  /** One function for all statements. */
  private readonly onProblem = (problem: Problem): void => this.report(problem);

  private report({ daemon }: Problem): void {
    if (daemon.read !== undefined) this.hearUpTo(daemon.read);
    switch (daemon.kind) {
      case 'plain':
        this.print(daemon.text);
        return;
      case 'fatal':
        this.print(daemon.text === '' ? 'smtpd' : `smtpd: ${daemon.text}`);
        return;
      case 'located':
        this.located(daemon.file ?? '', daemon.line ?? 0, daemon.text, this.reader?.lexer.source);
    }
  }

  private located(file: string, line: number, text: string, source: Source | undefined): void {
    this.print(`${file}:${line}: ${text}`);
    if (source) this.countError(source);
  }

  private countError(source: Source): void {
    this.errors.set(source, (this.errors.get(source) ?? 0) + 1);
  }

  /** Prints what the lexer said when it read the statement's tokens up to and including number `index`. */
  private hearUpTo(index: number): void {
    const { statement } = this;
    if (statement === undefined) return;
    for (; this.heard <= index && this.heard < statement.tokens.length; this.heard++) {
      this.hear(statement.tokens[this.heard] as Token);
    }
    if (index >= statement.tokens.length && this.heard === statement.tokens.length) {
      this.heard++;
      if (statement.end !== statement.tokens.at(-1)) this.hear(statement.end);
    }
  }

  private hear(token: Token): void {
    if (token.messages === undefined) return;
    for (const { source, line, text } of token.messages) this.located(source.name, line, text, source);
  }
}
