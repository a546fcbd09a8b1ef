import type { CompiledAction, LocalAction, RelayAction } from '@smtpd-conf/compiler';
import type { ActionStatement } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** An action with the statement that defines it. */
export interface Defined<Action extends CompiledAction> {
  readonly statement: ActionStatement;
  readonly action: Action;
}

/** The actions that could be compiled, in the order of the file. */
function definedActions(subject: Subject): readonly Defined<CompiledAction>[] {
  return subject.of('action').flatMap((statement) => {
    const action = subject.analysis.state.actions.get(statement.name?.text ?? '');
    return action && subject.statementAt(action.origin) === statement ? [{ statement, action }] : [];
  });
}

export function localActions(subject: Subject): readonly Defined<LocalAction>[] {
  return subject.once(definedActions).filter((one): one is Defined<LocalAction> => one.action.type === 'local');
}

export function relayActions(subject: Subject): readonly Defined<RelayAction>[] {
  return subject.once(definedActions).filter((one): one is Defined<RelayAction> => one.action.type === 'relay');
}
