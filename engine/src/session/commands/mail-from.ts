import { perform, type Task } from '../../task.js';
import type { Command } from '../command.js';
import type { DsnOptions } from '../effects.js';
import { readMailPath } from '../mail-path.js';
import { optionTooLarge, REPLIES, unsupportedMailOption } from '../replies.js';
import { reply } from '../reply.js';
import { pathContext, type Session, smtpLimit, type Transaction } from '../session-state.js';
import { beginTransaction, endTransaction } from '../transaction.js';

/** smtpd.h: DSN_ENVID_LEN. */
const ENVID_MAX = 100;

export const mailFrom: Command = {
  verb: 'MAIL FROM',
  phase: 'mail-from',
  passesArgument: true,
  check(session, argument = '') {
    const { listener, services } = session;
    if (session.helo === '' || session.transaction) return REPLIES.notAllowed;
    if (listener.tls?.mode === 'starttls-require' && !session.tls) return REPLIES.startTlsRequired;
    if (listener.auth?.required && !session.authenticated) return REPLIES.authRequired;
    if (session.mailCount >= smtpLimit(services.config, 'max-mails')) return REPLIES.tooManyMessages;
    return readMailPath(argument, 'sender', pathContext(session)).valid ? undefined : REPLIES.senderSyntax;
  },
  *proceed(session, argument) {
    const path = readMailPath(argument, 'sender', pathContext(session));
    const transaction = beginTransaction(session);
    if (path.address) transaction.sender = path.address;
    const refusal = path.valid ? takeOptions(session, transaction, path.rest) : REPLIES.senderSyntax;
    if (refusal !== undefined) {
      yield* reply(session, refusal);
      endTransaction(session);
      return;
    }
    if (yield* mayUseSender(session, transaction)) yield* createMessage(session, transaction);
  },
};

/** The parameters of smtp_tx_mail_from; the refusal of the first that is not known. */
function takeOptions(session: Session, transaction: Transaction, text: string): string | undefined {
  for (const option of text.split(' ')) {
    const upper = option.toUpperCase();
    if (option === '' || /^(?:AUTH=|SIZE=)/.test(upper) || /^BODY=(?:7BIT|8BITMIME)$/.test(upper)) continue;
    if (!session.listener.dsn || !/^(?:RET|ENVID)=/.test(upper)) return unsupportedMailOption(option);
    const value = option.slice(option.indexOf('=') + 1);
    if (upper.startsWith('RET=')) transaction.dsn = withReturn(transaction.dsn, value.toUpperCase());
    else if (value.length > ENVID_MAX) return optionTooLarge(value);
    else transaction.dsn = { ...transaction.dsn, envid: value };
  }
  return undefined;
}

/** Anything but the two words is taken and means nothing. */
function withReturn(dsn: DsnOptions, value: string): DsnOptions {
  if (value === 'HDRS') return { ...dsn, ret: 'hdrs' };
  return value === 'FULL' ? { ...dsn, ret: 'full' } : dsn;
}

/** The listener's `senders`, for users who have authenticated; the refusal is sent. */
function* mayUseSender(session: Session, transaction: Transaction): Task<boolean> {
  const { listener, services } = session;
  if (!session.authenticated || !listener.senders) return true;
  const { table } = listener.senders;
  const answer = yield* services.tables.maySend(table, session.username, transaction.sender);
  if (answer === 'yes') return true;
  endTransaction(session);
  yield* reply(session, answer === 'no' ? REPLIES.senderRejected : REPLIES.temporaryError);
  return false;
}

function* createMessage(session: Session, transaction: Transaction): Task<void> {
  const created = yield* perform({ type: 'session:create-message' });
  if (created.outcome === 'created') {
    transaction.message = created.id;
    yield* reply(session, REPLIES.ok);
    return;
  }
  yield* reply(session, REPLIES.temporaryError);
  endTransaction(session);
  session.state = 'quit';
}
