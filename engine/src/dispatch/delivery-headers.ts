import type { Envelope } from '../envelope.js';
import { sameButCase } from '../tables/ascii.js';
import { mailAddressText } from '../tables/values/mail-address.js';
import { failure } from './failures.js';

/** mda.c:mda_imsg: what local deliveries put before a message. Return-Path not for bounces. */
export function deliveryHeaders({ sender, rcpt }: Envelope): string {
  const from = sender.user !== '' && sender.domain !== '' ? `Return-Path: <${mailAddressText(sender)}>\n` : '';
  return `${from}Delivered-To: ${mailAddressText(rcpt)}\n`;
}

/** What becomes of a message that has been here (mda.c:mda_imsg). */
export const LOOP_FAILURE = failure('permanent', 'Loop detected');

/**
 * mda.c:mda_check_loop: whether a message has been delivered to this destination before, by its Delivered-To headers. What
 * is written there is the recipient as it came, so an alias does not find its own mail. `message` is a byte text.
 */
export function hasBeenDelivered(message: string, { dest }: Pick<Envelope, 'dest'>): boolean {
  for (let at = 0; at < message.length; ) {
    const end = message.indexOf('\n', at);
    const line = message.slice(at, end < 0 ? undefined : end);
    if (!line.includes(':') && !/^[ \t\n\v\f\r]/.test(line)) return false;
    if (/^delivered-to: /i.test(line) && sameButCase(line.slice(14), mailAddressText(dest))) return true;
    at = end < 0 ? message.length : end + 1;
  }
  return false;
}
