import type { Problem } from '@smtpd-conf/compiler';
import type { Source, Statement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

export interface Fault {
  readonly statement: Statement;
  /** The token at which the statement stopped being one. */
  readonly token: Token;
  readonly index: number;
}

/** The statement that a syntax error is about; undefined for a problem that is none. */
export function syntaxFault(problem: Problem, subject: Subject): Fault | undefined {
  const { place } = problem;
  return place && subject.once(faults).get(place.source)?.get(place.start);
}

/** Under the place where the compiler reports each; a file that is included twice is two. */
function faults({ analysis }: Subject): ReadonlyMap<Source, ReadonlyMap<number, Fault>> {
  const found = new Map<Source, Map<number, Fault>>();
  for (const statement of analysis.statements) {
    const { legacy } = statement;
    const error = statement.error ?? (legacy?.wantsQuotes ? legacy.refused : undefined);
    if (error === undefined) continue;
    const before = statement.tokens.at(-1) ?? error.token;
    // The end of a statement is reported at its last word.
    const at = error.token === statement.end ? before : error.token;
    const inFile = found.get(at.source) ?? new Map<number, Fault>();
    found.set(at.source, inFile.set(at.start, { statement, token: error.token, index: error.index }));
  }
  return found;
}
