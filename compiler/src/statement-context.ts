import { type ClauseNode, existsIn, needsLookahead, type Statement, type Token, type Value } from '@smtpd-conf/grammar';
import type { Origin } from './config/compiled-config.js';
import {
  CheckEnded,
  type DaemonMessage,
  type Place,
  type Problem,
  placeOf,
  type RelatedPlace,
  StatementFailed,
} from './problem.js';
import type { ProblemId } from './problem-catalogue.js';
import type { CompileState } from './state.js';

/** Whether compiling goes on after an error as the daemon does, or shows everything that is wrong. */
export type Policy = 'daemon' | 'tolerant';

export interface Complaint {
  readonly id: ProblemId;
  /** In the daemon's words. */
  readonly daemon: string;
  /** In ours; the daemon's where they will do. */
  readonly what?: string;
  /** What to underline. */
  readonly at: Token | Place;
  readonly related?: readonly RelatedPlace[];
}

/** How far the daemon's parser has read when an action complains. */
export interface Progress {
  /** Index of the last token of the construct. */
  readonly last: number;
  /** Whether the token after it has been read too; messages carry its line then. */
  readonly lookahead: boolean;
}

/** Where it does not matter how far the parser has read, because nothing that follows can be a lexical error. */
const NOTHING_READ: Progress = { last: -1, lookahead: false };

function readUpTo({ last, lookahead }: Progress): number {
  return lookahead ? last + 1 : last;
}

/** So many tokens are looked through faster than an index of them is made. */
const SHORT = 100;

/** What the compilation of one statement has at hand. */
export class StatementContext {
  constructor(
    readonly state: CompileState,
    readonly statement: Statement,
    readonly policy: Policy,
    private readonly report: (problem: Problem) => void,
  ) {}

  private ownOrigin: Origin | undefined;
  private indexes: Map<Token, number> | undefined;

  /** The place of the whole statement; one object for all that comes of it. */
  get origin(): Origin {
    if (this.ownOrigin === undefined) {
      const { tokens } = this.statement;
      this.ownOrigin = this.state.origin(tokens[0] as Token, tokens.at(-1) as Token);
    }
    return this.ownOrigin;
  }

  get version() {
    return this.state.target.version;
  }

  get world() {
    return this.state.world;
  }

  /** yyerror and YYERROR: reports, and ends the statement. */
  fail(progress: Progress, complaint: Complaint): never {
    const { tokens, end } = this.statement;
    const seen = tokens[progress.lookahead ? progress.last + 1 : progress.last] ?? end;
    this.add(complaint, 'error', {
      kind: 'located',
      text: complaint.daemon,
      file: seen.source.name,
      line: seen.line,
      read: readUpTo(progress),
    });
    throw new StatementFailed(progress.last + 1);
  }

  /** For a name whose definition is broken already: ends the statement without a word. The daemon has no such mercy. */
  failSilently(progress: Progress): never {
    throw new StatementFailed(progress.last + 1);
  }

  /** log_warnx: a line on stderr that is no error. */
  warn(complaint: Complaint, progress: Progress = NOTHING_READ): void {
    this.add(complaint, 'warning', { kind: 'plain', text: complaint.daemon, read: readUpTo(progress) });
  }

  /** A line on stderr that explains the error which follows it. */
  explain(text: string, at: Token | Place, id: ProblemId, progress: Progress = NOTHING_READ): void {
    this.report({
      id,
      severity: 'error',
      what: '',
      place: asPlace(at),
      related: [],
      daemon: { kind: 'plain', text, read: readUpTo(progress) },
    });
  }

  /** fatalx, errx: the check ends. For the tolerant view only the statement does. */
  fatal(complaint: Complaint, progress: Progress = NOTHING_READ): never {
    this.add(complaint, 'error', { kind: 'fatal', text: complaint.daemon, read: readUpTo(progress) });
    if (this.policy === 'daemon') throw new CheckEnded();
    throw new StatementFailed(this.statement.tokens.length);
  }

  /** Compiles the parts of a statement in order; for the tolerant view one that fails does not hide the next. */
  each<T>(parts: readonly T[], compile: (part: T) => void): void {
    let failed: StatementFailed | undefined;
    for (const part of parts) {
      if (this.policy === 'daemon') {
        compile(part);
        continue;
      }
      try {
        compile(part);
      } catch (error) {
        if (!(error instanceof StatementFailed)) throw error;
        failed = error;
      }
    }
    if (failed) throw failed;
  }

  /** Where the daemon's parser stands when it acts on a clause. */
  after(clause: ClauseNode): Progress {
    const tokens = [clause.negation, ...clause.words, ...valueTokens(clause.value)];
    const last = Math.max(...tokens.map((token) => (token ? this.indexOf(token) : -1)));
    const lookahead = needsLookahead(clause.form, clause.context, (since) => existsIn({ since }, this.version));
    return { last, lookahead };
  }

  /** After a token whose rule is complete with it. */
  at(token: Token): Progress {
    return { last: this.indexOf(token), lookahead: false };
  }

  /** In a long statement thousands of parts may be wrong, each of which would be looked for from the start. */
  private indexOf(token: Token): number {
    const { tokens } = this.statement;
    if (tokens.length <= SHORT) return tokens.indexOf(token);
    this.indexes ??= new Map(tokens.map((one, index) => [one, index]));
    return this.indexes.get(token) ?? -1;
  }

  /** Notes the place of an earlier part. */
  noteOn(message: string, origin: Origin): readonly RelatedPlace[] {
    const source = this.state.sourceAt(origin.file);
    return source ? [{ message, place: { source, start: origin.start, end: origin.end } }] : [];
  }

  private add(complaint: Complaint, severity: Problem['severity'], daemon: DaemonMessage): void {
    this.report({
      id: complaint.id,
      severity,
      what: complaint.what ?? `${complaint.daemon[0]?.toUpperCase()}${complaint.daemon.slice(1)}.`,
      place: asPlace(complaint.at),
      related: complaint.related ?? [],
      daemon,
    });
  }
}

function asPlace(at: Token | Place): Place {
  return 'type' in at ? placeOf(at) : at;
}

/** All tokens of a value, in no particular order. */
export function valueTokens(value: Value | undefined): readonly Token[] {
  if (value === undefined) return [];
  switch (value.kind) {
    case 'word':
    case 'number':
      return [value.token];
    case 'table-reference':
      return [value.open, value.name, value.close].filter(isToken);
    case 'inline-table':
      return [value.open, ...value.entries.flatMap((entry) => [entry.key, entry.value]), value.close].filter(isToken);
    case 'filter-list':
      return [value.open, ...value.names, value.close].filter(isToken);
    case 'delays':
      return value.delays;
    case 'limits':
      return [value.domain, ...value.limits.flatMap((limit) => [limit.name, limit.value])].filter(isToken);
    case 'pair':
      return [value.first, value.second].filter(isToken);
  }
}

function isToken(token: Token | undefined): token is Token {
  return token !== undefined;
}

/** The text of a clause's string; '' where it has none. */
export function wordOf(clause: ClauseNode): string {
  const { value } = clause;
  return value?.kind === 'word' || value?.kind === 'number' ? value.token.text : '';
}

/** The token to underline for a clause: its value's, or its first keyword. */
export function tokenOf(clause: ClauseNode): Token {
  const { value } = clause;
  if (value?.kind === 'word' || value?.kind === 'number') return value.token;
  return clause.words[0] as Token;
}
