import { report } from '../../filter/report.js';
import type { MessageError } from '../../message/intake.js';
import { perform, type Task } from '../../task.js';
import type { Command } from '../command.js';
import { accepted, REPLIES } from '../replies.js';
import { messageId, reply } from '../reply.js';
import type { Session, Transaction } from '../session-state.js';
import { abandonTransaction, endTransaction } from '../transaction.js';
import { checkNoArgument } from './no-argument.js';

/** The line that ends a message; as a command it is not known. */
export const commit: Command = {
  verb: '.',
  phase: 'commit',
  passesArgument: false,
  check: checkNoArgument,
  *proceed(session) {
    const { transaction } = session;
    if (!transaction?.intake) return;
    yield* transaction.intake.flush();
    const { error } = transaction.intake;
    if (!error) return yield* commitMessage(session, transaction);
    yield* reply(session, REFUSALS[error]);
    yield* rollBack(session);
  },
};

/** smtp_message_end. */
const REFUSALS: Readonly<Record<MessageError, string>> = {
  size: REPLIES.tooBig,
  loop: REPLIES.loop,
  malformed: REPLIES.malformed,
  io: REPLIES.temporaryError,
};

/** smtp_proceed_rollback: the message is void, the session goes on. */
export function* rollBack(session: Session): Task<void> {
  yield* abandonTransaction(session);
  session.state = 'command';
}

function* commitMessage(session: Session, transaction: Transaction): Task<void> {
  const id = messageId(session);
  const size = transaction.intake?.size ?? 0;
  const { outcome } = yield* perform({ type: 'session:commit-message', message: id });
  if (outcome === 'failed') {
    yield* reply(session, REPLIES.temporaryFailure);
    endTransaction(session);
    session.state = 'quit';
    return;
  }
  yield* reply(session, accepted(id));
  yield* report(session.filter, 'tx-commit', [id, String(size)]);
  yield* report(session.filter, 'tx-reset', [id]);
  session.services.trace?.({
    type: 'message-accepted',
    message: id,
    size,
    recipients: transaction.recipientCount,
    protocol: session.esmtp ? 'ESMTP' : 'SMTP',
  });
  // The deliveries begin at once; by the client's next command the lookup process has found their users.
  if (transaction.asksSystemUsers) session.services.process.staleErrno = false;
  endTransaction(session);
  session.mailCount += 1;
  session.state = 'command';
}
