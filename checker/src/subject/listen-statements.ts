import type { CompiledListener } from '@smtpd-conf/compiler';
import type { ListenStatement } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** A `listen on INTERFACE` statement with its listeners, one for each address. */
export interface Listening {
  readonly statement: ListenStatement;
  readonly listeners: readonly CompiledListener[];
}

/** The listeners that there are on this host, statement by statement. */
export function listening(subject: Subject): readonly Listening[] {
  return byStatement(subject.analysis.state.listeners, subject);
}

/** Those that are meant, whether this host has the interfaces and the certificates or not; an address may be ''. */
export function meantListening(subject: Subject): readonly Listening[] {
  return byStatement(subject.analysis.state.meantListeners, subject);
}

function byStatement(all: readonly CompiledListener[], subject: Subject): readonly Listening[] {
  const groups = new Map<ListenStatement, CompiledListener[]>();
  for (const listener of all) {
    const statement = subject.statementAt(listener.origin);
    if (statement?.kind !== 'listen') continue;
    groups.set(statement, [...(groups.get(statement) ?? []), listener]);
  }
  return [...groups].map(([statement, listeners]) => ({ statement, listeners }));
}
