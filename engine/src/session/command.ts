import type { DecisionPhase } from '@smtpd-conf/grammar';
import type { Task } from '../task.js';
import type { Session } from './session-state.js';

/** A command of the protocol: a row of smtp_session.c:commands. */
export interface Command {
  /** As compared, without regard to case. */
  readonly verb: string;
  /** The phase in which filters decide about it; absent for those that filters are not asked about. */
  readonly phase?: DecisionPhase;
  /** Whether filters are told its argument, and what it does depends on it. */
  readonly passesArgument: boolean;
  /** smtp_check_*: the refusal, where the command is not allowed now or not written well. An argument may be "". */
  readonly check: (session: Session, argument: string | undefined) => string | undefined;
  /** smtp_proceed_*: after the filters agreed. */
  readonly proceed: (session: Session, argument: string) => Task<void>;
}
