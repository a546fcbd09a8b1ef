import type { MailAddress } from '@smtpd-conf/engine';
import type { Waiting } from '../queue/queued-envelope.js';

/** What is logged of each envelope of a message that was accepted (smtp_session.c, IMSG_SMTP_MESSAGE_COMMIT). */
export function envelopeLogLine(session: string, { envelope: { id, envelope } }: Waiting): string {
  const { sender, rcpt } = envelope;
  return `${session} smtp envelope evpid=${id} from=<${addressText(sender)}> to=<${addressText(rcpt)}>`;
}

function addressText({ user, domain }: MailAddress): string {
  return user === '' ? domain : `${user}@${domain}`;
}
