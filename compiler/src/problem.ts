import type { Source, Token } from '@smtpd-conf/grammar';
import type { ProblemId } from './problem-catalogue.js';

/** A place in a file: UTF-16 offsets, end exclusive. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** One fact that the daemon's check finds, in two wordings: the daemon's own and ours. */
export interface Problem {
  readonly id: ProblemId;
  readonly severity: 'error' | 'warning';
  /** What is wrong, in our words; why it matters and what to do stand in the catalogue. */
  readonly what: string;
  /** Where; undefined for what concerns the whole file. */
  readonly place: Place | undefined;
  readonly related: readonly RelatedPlace[];
  readonly daemon: DaemonMessage;
}

export interface RelatedPlace {
  readonly message: string;
  readonly place: Place;
}

/**
 * How the daemon says it on stderr.
 * located: `FILE:LINE: text`, counted as an error. plain: `text` alone. fatal: `smtpd: text`, and the check ends there
 * with status 1.
 */
export interface DaemonMessage {
  readonly kind: 'located' | 'plain' | 'fatal';
  readonly text: string;
  /** Of a located message; as yylval.lineno stood. */
  readonly file?: string;
  readonly line?: number;
  /** Index of the last token of the statement that the parser has read; what the lexer said of it comes first. */
  readonly read?: number;
}

export function placeOf(token: Token): Place {
  return { source: token.source, start: token.start, end: token.end };
}

/** From the start of one token to the end of another in the same file. */
export function placeBetween(first: Token, last: Token): Place {
  const end = last.source === first.source && last.end >= first.end ? last.end : first.end;
  return { source: first.source, start: first.start, end };
}

/**
 * Thrown to end the statement being compiled; what was wrong has been reported. No Error, for nothing is wrong with the
 * program, and the trace of one takes longer than the statement.
 */
export class StatementFailed {
  /** @param index how many tokens of the statement the daemon's parser had taken */
  constructor(readonly index: number) {}
}

/** Ends the check; what was wrong has been reported. */
export class CheckEnded extends Error {}
