import { reportResponse } from '../filter/report.js';
import { type PhaseDecision, runPhase } from '../filter/run-phase.js';
import type { Task } from '../task.js';
import type { Command } from './command.js';
import { rollBack } from './commands/commit.js';
import { REPLIES } from './replies.js';
import { reply } from './reply.js';
import type { Session } from './session-state.js';

/** What waits for the filters' consent: a command that passed its check, or the connection itself. */
export type PhaseStep = Pick<Command, 'phase' | 'check' | 'proceed'>;

/** smtp_session.c:smtp_filter_phase: asks the listener's filters, where it has any, and goes on as they say. */
export function* enterPhase(session: Session, step: PhaseStep, argument: string): Task<void> {
  const { filter, services } = session;
  if (!filter || !step.phase) return yield* step.proceed(session, argument);
  const decision = yield* runPhase(filter, step.phase, argument, services);
  yield* obey(session, step, argument, decision);
}

/** IMSG_FILTER_SMTP_PROTOCOL. */
function* obey(session: Session, step: PhaseStep, argument: string, decision: PhaseDecision): Task<void> {
  const { filter, transaction } = session;
  const phase = step.phase ?? 'connect';
  switch (decision.type) {
    case 'crashed':
      session.crash = decision.reason;
      session.state = 'quit';
      return;
    case 'reject':
    case 'disconnect':
      return yield* refuse(session, step, decision);
    case 'junk':
      if (transaction) transaction.junk = true;
      else session.junk = true;
      break;
    case 'proceed':
      break;
    case 'rewrite':
    case 'report': {
      yield* reportResponse(filter, phase, decision);
      const { text } = decision;
      const refusal = decision.type === 'rewrite' ? step.check(session, text) : undefined;
      return refusal === undefined ? yield* step.proceed(session, text) : yield* reply(session, refusal);
    }
  }
  yield* reportResponse(filter, phase, decision);
  yield* step.proceed(session, argument);
}

/** What is no refusal by its code ends the session, and so does 421. */
function* refuse(
  session: Session,
  step: PhaseStep,
  decision: { readonly type: 'reject' | 'disconnect'; readonly text: string },
): Task<void> {
  const text = /^[45]\d\d ./s.test(decision.text) ? decision.text : REPLIES.internalError;
  const type = text.startsWith('421') ? 'disconnect' : decision.type;
  yield* reportResponse(session.filter, step.phase ?? 'connect', { type, text });
  yield* reply(session, text);
  if (type === 'disconnect') session.state = 'quit';
  else if (step.phase === 'commit') yield* rollBack(session);
}
