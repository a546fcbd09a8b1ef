import { report } from '../filter/report.js';
import { perform, type Task } from '../task.js';
import { utf8Decoded } from './byte-text.js';
import type { Session } from './session-state.js';

/** The buffer of smtp_reply, LINE_MAX*2, without its NUL. */
const REPLY_MAX = 4095;
/** SMTPD_MAXMAILADDRSIZE without its NUL. */
const ADDRESS_MAX = 255;

/** smtp_session.c:smtp_reply: a line to the client, and what filters and the log hear of it. */
export function* reply(session: Session, text: string, cause: 'command' | 'bad-input' = 'command'): Task<void> {
  const line = text.slice(0, REPLY_MAX);
  const { trace } = session.services;
  yield* report(session.filter, 'protocol-server', [line]);
  yield* reportTransaction(session, line[0] ?? '');
  trace?.({ type: 'reply', line: utf8Decoded(line) });
  if (line[0] === '4' || line[0] === '5') {
    const result = utf8Decoded(line);
    trace?.(
      cause === 'bad-input'
        ? { type: 'input-refused', result }
        : { type: 'command-failed', command: shownCommand(session), result },
    );
  }
  yield* perform({ type: 'session:reply', line });
}

/** What a reply says of the transaction, by its first digit and the command last read. */
function* reportTransaction(session: Session, digit: string): Task<void> {
  const { transaction, filter, lastVerb, commandLine } = session;
  if (!transaction || !filter) return;
  const id = messageId(session);
  if (digit === '3') {
    if (lastVerb === 'DATA') yield* report(filter, 'tx-data', [id, 'ok']);
    return;
  }
  const result = { 2: 'ok', 4: 'tempfail', 5: 'permfail' }[digit];
  if (result === undefined) return;
  if (lastVerb === 'MAIL FROM') {
    if (digit === '2') yield* report(filter, 'tx-begin', [id]);
    const address = reportedAddress(commandLine.slice('MAIL FROM:'.length));
    if (address !== undefined) yield* report(filter, 'tx-mail', [id, result, address]);
  } else if (lastVerb === 'RCPT TO') {
    const address = reportedAddress(commandLine.slice('RCPT TO:'.length));
    if (address !== undefined) yield* report(filter, 'tx-rcpt', [id, result, address]);
  } else if (lastVerb === 'DATA' && digit !== '2' && transaction.recipientCount > 0) {
    yield* report(filter, 'tx-data', [id, result]);
  }
}

/** smtp_report_tx_mail: between the first `<` and the next `>`, as the client wrote it. */
function reportedAddress(text: string): string | undefined {
  const open = text.indexOf('<');
  if (open === -1) return undefined;
  const address = text.slice(open + 1, open + 1 + ADDRESS_MAX);
  const close = address.indexOf('>');
  return close === -1 ? undefined : address.slice(0, close);
}

/** The transaction's message id as events carry it. */
export function messageId(session: Session): string {
  return session.transaction?.message ?? '00000000';
}

function shownCommand(session: Session): string {
  switch (session.state) {
    case 'auth-plain':
      return 'AUTH PLAIN (...)';
    case 'auth-username':
      return 'AUTH LOGIN (username)';
    case 'auth-password':
      return 'AUTH LOGIN (password)';
    default:
      return utf8Decoded(session.commandLine);
  }
}
