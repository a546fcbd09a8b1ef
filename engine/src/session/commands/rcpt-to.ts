import type { Delivery, ExpandedDelivery } from '../../expand/delivery.js';
import { report } from '../../filter/report.js';
import { SYSTEM_USERS } from '../../tables/lookup-errno.js';
import { perform, type Task } from '../../task.js';
import type { Command } from '../command.js';
import { type MailPath, readMailPath } from '../mail-path.js';
import { readOriginalRecipient } from '../original-recipient.js';
import { REPLIES, unsupportedRcptOption } from '../replies.js';
import { messageId, reply } from '../reply.js';
import { pathContext, type Session, smtpLimit, type Transaction } from '../session-state.js';
import { transactionEnvelope } from '../transaction.js';

const NOTIFY_WORDS = ['success', 'failure', 'delay', 'never'] as const;

export const rcptTo: Command = {
  verb: 'RCPT TO',
  phase: 'rcpt-to',
  passesArgument: true,
  check(session, argument = '') {
    const { transaction, services } = session;
    if (!transaction) return REPLIES.notAllowed;
    if (transaction.recipientCount >= smtpLimit(services.config, 'max-rcpt')) return REPLIES.tooManyRecipients;
    return readRecipient(session, transaction, argument).valid ? undefined : REPLIES.recipientSyntax;
  },
  *proceed(session, argument) {
    const { transaction } = session;
    if (!transaction) return;
    const path = readRecipient(session, transaction, argument);
    const refusal = path.valid ? takeOptions(session, transaction, path.rest) : REPLIES.recipientSyntax;
    if (refusal === undefined) yield* expand(session, transaction);
    else yield* reply(session, refusal);
  },
};

/** The path goes into the envelope whether it is good or not. */
function readRecipient(session: Session, transaction: Transaction, argument: string): MailPath {
  const path = readMailPath(argument, 'recipient', pathContext(session));
  if (path.address) transaction.lastRecipient = path.address;
  return path;
}

/** The parameters of smtp_tx_rcpt_to. They stay with the envelopes of the recipients that follow. */
function takeOptions(session: Session, transaction: Transaction, text: string): string | undefined {
  for (const option of text.split(' ')) {
    if (option === '') continue;
    const name = session.listener.dsn ? /^(?:NOTIFY|ORCPT)=/i.exec(option)?.[0].toUpperCase() : undefined;
    const value = option.slice(option.indexOf('=') + 1);
    if (name === 'NOTIFY=') {
      const { notify } = transaction.dsn;
      const asked = [...notify, ...NOTIFY_WORDS.filter((word) => value.toLowerCase().split(',').includes(word))];
      transaction.dsn = { ...transaction.dsn, notify: [...new Set(asked)] };
      if (asked.includes('never') && transaction.dsn.notify.length > 1) return REPLIES.notifyNever;
    } else if (name === 'ORCPT=') {
      const orcpt = readOriginalRecipient(value, session.services.config.target);
      if (orcpt === undefined) return REPLIES.orcptSyntax;
      transaction.dsn = { ...transaction.dsn, orcpt };
    } else return unsupportedRcptOption(option);
  }
  return undefined;
}

/** IMSG_SMTP_EXPAND_RCPT, and what comes back of it. */
function* expand(session: Session, transaction: Transaction): Task<void> {
  const { user, domain } = transaction.lastRecipient;
  const expansion = yield* session.services.expandRecipient(transactionEnvelope(session, transaction));
  if (expansion.outcome === 'refused') {
    const address = user === '' ? '' : domain === '' ? user : `${user}@${domain}`;
    yield* reply(session, `${expansion.reply}: <${address}>`);
    return;
  }
  if (yield* submit(session, transaction, expansion.deliveries)) {
    transaction.firstRecipient ??= transaction.lastRecipient;
    transaction.recipientCount += 1;
    yield* reply(session, REPLIES.recipientOk);
    return;
  }
  // One recipient alone cannot be taken back, so the whole transaction goes.
  yield* reply(session, REPLIES.temporaryFailure);
  session.state = 'quit';
}

function* submit(session: Session, transaction: Transaction, deliveries: readonly ExpandedDelivery[]): Task<boolean> {
  let stored = true;
  for (const { envelope, delivery } of deliveries) {
    const answer = yield* perform({
      type: 'session:submit-envelope',
      message: messageId(session),
      envelope,
      delivery,
      dsn: transaction.dsn,
    });
    transaction.asksSystemUsers ||= asksSystemUsers(delivery);
    if (answer.outcome === 'failed') stored = false;
    else yield* report(session.filter, 'tx-envelope', [messageId(session), answer.id]);
  }
  return stored;
}

function asksSystemUsers({ type, rule: { action } }: Delivery): boolean {
  return type === 'local' && action.type === 'local' && action.userbase === SYSTEM_USERS;
}
