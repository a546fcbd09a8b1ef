import type { CompiledListener } from '@smtpd-conf/compiler';
import type { ListenStatement } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** A `listen on INTERFACE` statement with the listeners that came of it, one for each address. */
export interface Listening {
  readonly statement: ListenStatement;
  readonly listeners: readonly CompiledListener[];
}

/** The listeners of the configuration, statement by statement; those that could not be compiled are not among them. */
export function listening(subject: Subject): readonly Listening[] {
  const groups = new Map<ListenStatement, CompiledListener[]>();
  for (const listener of subject.analysis.state.listeners) {
    const statement = subject.statementAt(listener.origin);
    if (statement?.kind !== 'listen') continue;
    groups.set(statement, [...(groups.get(statement) ?? []), listener]);
  }
  return [...groups].map(([statement, listeners]) => ({ statement, listeners }));
}
