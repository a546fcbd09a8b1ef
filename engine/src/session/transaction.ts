import type { Envelope } from '../envelope.js';
import { report } from '../filter/report.js';
import { perform, type Task } from '../task.js';
import { messageId } from './reply.js';
import type { Session, Transaction } from './session-state.js';

const NOBODY = { user: '', domain: '' };

/** smtp_session.c:smtp_tx. */
export function beginTransaction(session: Session): Transaction {
  session.transaction = {
    sender: NOBODY,
    lastRecipient: NOBODY,
    recipientCount: 0,
    dsn: { notify: [] },
    junk: false,
    asksSystemUsers: false,
    received: 0,
  };
  return session.transaction;
}

/** smtp_tx_free, after a rollback where there is something in the queue (smtp_tx_rollback). */
export function* abandonTransaction(session: Session): Task<void> {
  const { transaction, filter } = session;
  if (transaction?.message !== undefined) {
    yield* perform({ type: 'session:rollback-message', message: transaction.message });
    yield* report(filter, 'tx-rollback', [messageId(session)]);
    yield* report(filter, 'tx-reset', [messageId(session)]);
  }
  endTransaction(session);
}

export function endTransaction(session: Session): void {
  delete session.transaction;
}

/** The envelope that a recipient's expansion starts from. Its host names are cut at the system's HOST_NAME_MAX. */
export function transactionEnvelope(session: Session, transaction: Transaction): Envelope {
  return {
    tag: session.listener.tag,
    smtpname: cutHostName(session, session.smtpname),
    source: session.source,
    rdns: cutHostName(session, session.rdns),
    helo: cutHostName(session, session.helo),
    authenticated: session.authenticated,
    username: session.username,
    sender: transaction.sender,
    rcpt: transaction.lastRecipient,
    dest: transaction.lastRecipient,
    internal: false,
    bounce: false,
  };
}

/** HOST_NAME_MAX. */
export function cutHostName(session: Session, name: string): string {
  return name.slice(0, session.services.config.target.platform === 'linux' ? 64 : 255);
}
