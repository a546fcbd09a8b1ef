import type { RelayAction } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import { utf8Encoded } from '../session/byte-text.js';
import { srsEncode } from '../srs/srs-encode.js';
import { mailAddressText, parseMailAddress } from '../tables/values/mail-address.js';
import { perform, type Task } from '../task.js';
import type { DispatchServices } from './dispatch-services.js';

/**
 * What MAIL FROM says: the sender, with the parts that `mail-from` gives (mta.c:mta_handle_envelope), and for mail that is
 * forwarded after `srs` an address of ours (mta_session.c:mta_enter_state). Bounces stay without a sender. Envelopes of one
 * message to one place go out together, and the first of them decides for all.
 */
export function* relaySender({ config }: DispatchServices, action: RelayAction, envelope: Envelope): Task<string> {
  const sender = masqueraded(action, envelope);
  const rcpt = mailAddressText(envelope.rcpt);
  const key = config.settings.srs?.key;
  const forwarded = rcpt !== mailAddressText(envelope.dest);
  if (key === undefined || !action.srs || !sender.includes('@') || !forwarded) return sender;
  const now = yield* perform({ type: 'clock' });
  return srsEncode(sender, rcpt.slice(rcpt.indexOf('@') + 1), key, now);
}

function masqueraded({ mailFrom }: RelayAction, { sender }: Envelope): string {
  if (sender.user === '' && sender.domain === '') return '';
  const mask = mailFrom === undefined || sender.user === '' ? undefined : parseMailAddress(utf8Encoded(mailFrom));
  return mailAddressText({ user: mask?.user || sender.user, domain: mask?.domain || sender.domain });
}
