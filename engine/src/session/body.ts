import { filterDataLine } from '../filter/data-line.js';
import { report } from '../filter/report.js';
import type { Task } from '../task.js';
import type { Session, Transaction } from './session-state.js';

/** smtp_session.c:smtp_io on a line after DATA; true when the message is at its end. */
export function* bodyLine(session: Session, line: string): Task<boolean> {
  const { transaction, services } = session;
  if (!transaction?.intake) return false;
  if (line !== '.') {
    transaction.received += line.length + 1;
    if (transaction.received > services.config.settings.smtp.maxMessageSize) transaction.intake.error = 'size';
    if (transaction.intake.error) return false;
  }
  return yield* passLine(session, transaction, line);
}

/** A line on its way into the queue, through the filters where there are any (smtp_tx_filtered_dataline). */
export function* passLine(session: Session, transaction: Transaction, line: string): Task<boolean> {
  const { filter, services } = session;
  const { intake } = transaction;
  if (!intake) return false;
  const lines = filter ? yield* filterDataLine(filter, line, services) : [line];
  for (const each of lines) {
    if (each === '.') yield* report(filter, 'protocol-client', ['.']);
    if (yield* intake.line(each)) return true;
  }
  return false;
}
