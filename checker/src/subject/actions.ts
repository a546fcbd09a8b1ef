import type { CompiledAction, CompileState, LocalAction, RelayAction } from '@smtpd-conf/compiler';
import type { ActionStatement } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** What an action does: one that is compiled, without its place. */
type Body<Action> = Omit<Action, 'name' | 'origin'>;

/** An action with the statement that defines it. */
export interface Defined<Action extends CompiledAction> {
  readonly statement: ActionStatement;
  readonly name: string;
  readonly action: Body<Action>;
}

interface AnyDefined {
  readonly statement: ActionStatement;
  readonly name: string;
  readonly action: NonNullable<ReturnType<CompileState['actions']['bodyOf']>>;
}

/** The actions that could be compiled, in the order of the file. */
function definedActions(subject: Subject): readonly AnyDefined[] {
  const { state } = subject.analysis;
  const defined: AnyDefined[] = [];
  for (const statement of subject.of('action')) {
    const [first] = statement.tokens;
    const name = statement.name?.text;
    if (name === undefined || first === undefined) continue;
    const action = state.actions.bodyOf(name);
    if (action && state.actions.beginsAt(name, state.fileOf(first.source), first.start)) {
      defined.push({ statement, name, action });
    }
  }
  return defined;
}

export function localActions(subject: Subject): readonly Defined<LocalAction>[] {
  return subject
    .once(definedActions)
    .filter((one): one is AnyDefined & Defined<LocalAction> => one.action.type === 'local');
}

export function relayActions(subject: Subject): readonly Defined<RelayAction>[] {
  return subject
    .once(definedActions)
    .filter((one): one is AnyDefined & Defined<RelayAction> => one.action.type === 'relay');
}
