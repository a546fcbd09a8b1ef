import type { Problem } from '@smtpd-conf/compiler';
import type { Statement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

export interface Fault {
  readonly statement: Statement;
  /** The token at which the statement stopped being one. */
  readonly token: Token;
  readonly index: number;
}

/** The statement that a syntax error is about; undefined for a problem that is none. */
export function syntaxFault(problem: Problem, subject: Subject): Fault | undefined {
  return subject.once(faults).get(key(problem.place?.start ?? -1, problem.place?.source.name ?? ''));
}

/** Under the place where the compiler reports each. */
function faults({ analysis }: Subject): ReadonlyMap<string, Fault> {
  const found = new Map<string, Fault>();
  for (const statement of analysis.statements) {
    const { legacy } = statement;
    const error = statement.error ?? (legacy?.wantsQuotes ? legacy.refused : undefined);
    if (error === undefined) continue;
    const before = statement.tokens.at(-1) ?? error.token;
    // The end of a statement is reported at its last word.
    const at = error.token === statement.end ? before : error.token;
    found.set(key(at.start, at.source.name), { statement, token: error.token, index: error.index });
  }
  return found;
}

const key = (start: number, file: string): string => `${start} ${file}`;
