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
  return subject.of('action').flatMap((statement) => definedBy(statement, subject) ?? []);
}

/** The action that a statement defines; undefined where it could not be compiled, or its name is another's. */
export function definedBy(statement: ActionStatement, { analysis: { state } }: Subject): AnyDefined | undefined {
  const [first] = statement.tokens;
  const name = statement.name?.text;
  if (name === undefined || first === undefined) return undefined;
  const action = state.actions.bodyAt(name, state.fileOf(first.source), first.start);
  return action && { statement, name, action };
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
