import {
  type KeptStatement,
  NEWEST,
  type Platform,
  type Source,
  type Statement,
  type StatementMemory,
  StatementReader,
  type Token,
  TokenType,
  type Version,
} from '@smtpd-conf/grammar';
import { defineBuiltins } from '../builtin-tables.js';
import { assemble } from '../config/assemble.js';
import type { CompiledConfig } from '../config/compiled-config.js';
import { finalChecks } from '../daemon/final-checks.js';
import { openInclude } from '../daemon/open-include.js';
import { stackExhaustedAt } from '../daemon/parser-stack.js';
import { lowerLegacyRules } from '../legacy/lower-rules.js';
import { type Problem, placeOf, StatementFailed } from '../problem.js';
import { CompileState } from '../state.js';
import { StatementContext } from '../statement-context.js';
import { compileStatement } from '../statements/compile-statement.js';
import type { World } from '../world/world.js';
import type { AnalysisMemory } from './analysis-memory.js';
import { declaredName } from './declared-name.js';
import { legacyProblem } from './legacy-statement.js';
import type { RecordingState } from './recording-state.js';
import { lexicalProblem, nulProblem, syntaxProblem } from './syntax-problem.js';

export interface AnalyzeOptions {
  readonly version?: Version;
  readonly platform?: Platform;
  /** What the last analysis of the same configuration has left; what of it still holds is not worked out again. */
  readonly memory?: AnalysisMemory | undefined;
}

export interface Analysis {
  /** Everything the daemon's check would find, and what it would find after that; in the order of the file. */
  readonly problems: readonly Problem[];
  /** The statements of all files, in the order in which they are read. */
  readonly statements: readonly Statement[];
  /** What could be compiled; complete where there are no errors. Put together when first asked for. */
  readonly config: CompiledConfig;
  readonly state: CompileState;
}

/**
 * Reads a configuration tolerantly: statement by statement, going on after each error, and without the errors that only
 * follow from another one. Agrees with the daemon's check on whether there is an error at all.
 */
export function analyze(source: Source, world: World, options: AnalyzeOptions = {}): Analysis {
  const target = { version: options.version ?? NEWEST, platform: options.platform ?? 'linux' };
  const { memory } = options;
  if (memory === undefined) return new Analyzer(new CompileState(world, target)).run(source);
  const analysis = new RememberingAnalyzer(memory.begin(world, target), memory).run(source);
  memory.end();
  return analysis;
}

/**
 * With so many errors reading ends. Nobody mends more at a time, and most errors of such a number have one cause
 * (decision 7).
 */
const MOST_ERRORS = 10_000;

class Result implements Analysis {
  private assembled: CompiledConfig | undefined;

  constructor(
    readonly problems: readonly Problem[],
    readonly statements: readonly Statement[],
    readonly state: CompileState,
  ) {}

  get config(): CompiledConfig {
    this.assembled ??= assemble(this.state);
    return this.assembled;
  }
}

class Analyzer {
  protected readonly problems: Problem[] = [];
  protected readonly statements: Statement[] = [];
  /** Names are equal where their bytes are: what is included is read as the main file is. */
  private reading: 'text' | 'bytes' = 'text';
  /** How many of the problems have been counted, and the errors among them. */
  private counted = 0;
  private errors = 0;

  constructor(
    protected readonly state: CompileState,
    private readonly statementMemory?: StatementMemory,
  ) {}

  run(main: Source): Analysis {
    const { state } = this;
    if (main.encoding === 'latin1') this.reading = 'bytes';
    defineBuiltins(state, (text) => {
      if (text !== '') this.add(wholeFile('host-name', text.trimEnd()));
    });
    state.addFile(main);
    const { version } = state.target;
    const onMacroUse = (name: string): void => {
      state.usedMacros.add(name);
    };
    const reader = new StatementReader(main, {
      version,
      macros: state.macros,
      onMacroUse,
      recovery: 'statement',
      memory: this.statementMemory,
    });
    for (;;) {
      if (this.takeStretch(reader)) continue;
      const read = reader.next();
      if (read.statement === undefined) {
        this.endOfFile(read.end);
        break;
      }
      this.statements.push(read.statement);
      this.take(read.statement, reader, 'anchor' in read ? read : undefined);
      if (this.countErrors() >= MOST_ERRORS) return this.endEarly();
    }
    if (state.legacyRules.length > 0) lowerLegacyRules(state, this.statements.some(offersAuth));
    if (state.rules.length === 0 && !state.broken.has('match')) {
      this.add({ ...wholeFile('no-rules', 'warn: no rules, nothing to do'), what: 'There is no match rule.' });
    }
    this.problems.push(...finalChecks(state).problems);
    return new Result(this.problems, this.statements, state);
  }

  /** Takes over statements of which all is known; false where the next one is to be taken by itself. */
  protected takeStretch(_reader: StatementReader): boolean {
    return false;
  }

  protected countErrors(): number {
    for (; this.counted < this.problems.length; this.counted++) {
      if (this.problems[this.counted]?.severity === 'error') this.errors++;
    }
    return this.errors;
  }

  /** What else one statement has is left out too. Nothing is said of what may stand behind it. */
  private endEarly(): Analysis {
    let errors = 0;
    const last = this.problems.findIndex(({ severity }) => severity === 'error' && ++errors === MOST_ERRORS);
    const place = this.problems[last]?.place;
    const what = `There are ${MOST_ERRORS} errors up to here.`;
    const tooMany: Problem = { ...wholeFile('too-many-errors', what), place };
    return new Result([...this.problems.slice(0, last + 1), tooMany], this.statements, this.state);
  }

  /** A NUL byte outside quotes ends the daemon's reading, whatever follows. */
  private endOfFile(end: Token): void {
    this.hear(end);
    if (end.type === TokenType.End && end.source.text.charCodeAt(end.start) === 0) {
      this.add(nulProblem(end, 'warning'));
    }
  }

  protected take(statement: Statement, reader: StatementReader, _kept: KeptStatement | undefined): void {
    const { state } = this;
    const context = new StatementContext(state, statement, 'tolerant', (problem) => this.add(problem));
    for (const token of statement.tokens) if (token.messages && token !== statement.error?.token) this.hear(token);
    const exhausted = stackExhaustedAt(statement, state.target.version);
    try {
      compileStatement(statement, context);
      if (statement.kind === 'include') this.include(statement.path, context, reader);
      if (exhausted !== undefined) this.add(this.exhausted(statement, exhausted));
    } catch (error) {
      if (!(error instanceof StatementFailed)) throw error;
      this.markBroken(statement);
    }
    const legacy = legacyProblem(statement);
    if (legacy !== undefined) this.add(legacy);
    if (statement.error === undefined && (legacy !== undefined || statement.end.type !== TokenType.End)) return;
    const problem = syntaxProblem(statement);
    if (problem !== undefined) {
      this.add(problem);
      this.markBroken(statement);
    }
  }

  /** What the lexer said of a token, where that did not make a statement of it impossible. */
  private hear(token: Token): void {
    for (const message of token.messages ?? []) this.add(lexicalProblem(message, token));
  }

  private exhausted(statement: Statement, index: number): Problem {
    const token = statement.tokens[index] ?? statement.end;
    return {
      id: 'memory-exhausted',
      severity: 'error',
      what: 'This list is too long for the daemon.',
      place: placeOf(token),
      related: [],
      daemon: { kind: 'located', text: 'memory exhausted', file: token.source.name, line: token.line },
    };
  }

  private include(path: Token | undefined, context: StatementContext, reader: StatementReader): void {
    if (path === undefined) return;
    const { lexer } = reader;
    const open = lexer.openFiles;
    const opened = openInclude(path.text, this.state.world, open.length, this.reading);
    if (opened.ok && !open.some(({ name }) => name === path.text)) {
      this.state.addFile(opened.value);
      lexer.pushFile(opened.value);
      return;
    }
    context.fail(context.at(path), {
      id: opened.ok ? 'include-loop' : 'include-unreadable',
      daemon: `failed to include file ${path.text}`,
      what: opened.ok ? `"${path.text}" includes itself.` : `"${path.text}" cannot be read: ${opened.error.text}.`,
      at: path,
    });
  }

  private markBroken(statement: Statement): void {
    const declared = declaredName(statement);
    if (declared) this.state.markBroken(declared.kind, declared.name);
    // A first word that nobody knows may be any, mistyped; a second one may be a name, without the quotes that it needs.
    if (declared !== undefined || statement.error === undefined || statement.error.index > 1) return;
    if (statement.kind === 'error') this.state.markBroken('match', '');
    const name = statement.tokens[1]?.text;
    if (name !== undefined) for (const kind of NAMED_KINDS) this.state.markBroken(kind, name);
  }

  private add(problem: Problem): void {
    // An explanation stands in the message of the problem that follows it.
    if (problem.what !== '') this.problems.push(problem);
  }
}

/** What can be defined under a name. */
const NAMED_KINDS = ['action', 'filter', 'table', 'proc', 'pki', 'ca'] as const;

/** Takes over what an earlier analysis has found out, where that still holds. */
class RememberingAnalyzer extends Analyzer {
  constructor(
    protected override readonly state: RecordingState,
    private readonly memory: AnalysisMemory,
  ) {
    super(state, memory.statements);
  }

  protected override takeStretch(reader: StatementReader): boolean {
    const { memory, state, problems } = this;
    const room = MOST_ERRORS - this.countErrors();
    const stretch = reader.nextStretch((one) => memory.mayRecallAll(one, state, room));
    if (stretch === undefined) return false;
    for (const statement of stretch.statements) this.statements.push(statement);
    memory.recallAll(stretch, state, problems);
    return true;
  }

  protected override take(statement: Statement, reader: StatementReader, kept: KeptStatement | undefined): void {
    const { memory, state, problems } = this;
    if (memory.recall(kept, state, problems)) return;
    memory.compile(statement, kept, state, problems, () => super.take(statement, reader, kept));
  }
}

/** Whether clients may log in on this listener, as far as the statement says. */
function offersAuth(statement: Statement): boolean {
  return statement.kind === 'listen' && statement.options.some(({ id }) => /^listen\.auth(-optional)?$/.test(id));
}

function wholeFile(id: Problem['id'], text: string): Problem {
  return { id, severity: 'error', what: text, place: undefined, related: [], daemon: { kind: 'plain', text } };
}
