import type { BuiltinFilter } from '@smtpd-conf/compiler';
import type { FilterStatement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** A built-in filter with the statement that defines it and the words that rules point at. */
export interface Builtin {
  readonly filter: BuiltinFilter;
  readonly statement: FilterStatement;
  /** The keyword of the phase. */
  readonly phase: Token;
  /** The keyword of the decision. */
  readonly decision: Token;
  /** The text of the decision, where it has one. */
  readonly text: Token | undefined;
}

/** The built-in filters that could be compiled, in the order of the file. */
export function builtins(subject: Subject): readonly Builtin[] {
  return subject.of('filter').flatMap((statement) => {
    const filter = subject.analysis.state.filters.get(statement.name?.text ?? '');
    const phase = statement.phase?.words[0];
    const decision = statement.decision?.words[0];
    if (filter?.type !== 'builtin' || phase === undefined || decision === undefined) return [];
    if (subject.statementAt(filter.origin) !== statement) return [];
    const value = statement.decision?.value;
    return [
      {
        filter: filter as BuiltinFilter,
        statement,
        phase,
        decision,
        text: value?.kind === 'word' ? value.token : undefined,
      },
    ];
  });
}
