import type { Envelope } from '../envelope.js';
import { mailAddressText } from '../tables/values/mail-address.js';

/** Who stands after "From " in an mbox: `%{mbox.from}` and mda_mbox.c. */
export function mboxSender({ sender }: Pick<Envelope, 'sender'>): string {
  return sender.user === '' && sender.domain === '' ? 'MAILER-DAEMON' : mailAddressText(sender);
}
