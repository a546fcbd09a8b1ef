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

const isLocal = (one: AnyDefined): one is AnyDefined & Defined<LocalAction> => one.action.type === 'local';

/** Those of all local actions of which `may` says by the statement alone that they come into question; it is asked by Subject.along. */
export function localActionsThat(
  may: (statement: ActionStatement) => boolean,
  subject: Subject,
): readonly Defined<LocalAction>[] {
  const statements = subject.all('action');
  const meant = subject.along(statements, may);
  const candidates = statements.filter((_, index) => meant[index]);
  return candidates.flatMap((statement) => definedBy(statement, subject) ?? []).filter(isLocal);
}

export function localActions(subject: Subject): readonly Defined<LocalAction>[] {
  return subject.once(definedActions).filter(isLocal);
}

export function relayActions(subject: Subject): readonly Defined<RelayAction>[] {
  return subject
    .once(definedActions)
    .filter((one): one is AnyDefined & Defined<RelayAction> => one.action.type === 'relay');
}
