import { durationText } from '../log/duration.js';

export interface NotificationFacts {
  readonly action: 'failed' | 'delayed';
  readonly to: string;
  readonly recipient: string;
  /** The host's name. */
  readonly hostname: string;
  readonly error: string;
  /** Seconds: since when it is late, and how long it will be tried. */
  readonly delay?: number;
  readonly ttl: number;
  /** As a Date header has it. */
  readonly date: string;
  readonly boundary: string;
  /** The header of the message, lines ended by LF. */
  readonly header: string;
}

/** A status notification in the form of the daemon's (bounce.c:bounce_next), in our words; lines end in LF. */
export function notificationText(facts: NotificationFacts): string {
  const { action, to, recipient, hostname, error, delay = 0, ttl, date, boundary, header } = facts;
  const divider = `--${boundary}/${hostname}`;
  const what =
    action === 'failed'
      ? '    Your message could not be delivered to:'
      : `    Your message has been waiting for ${durationText(delay)} to be delivered to:`;
  const then =
    action === 'failed'
      ? []
      : [`    It will be tried again until it is ${durationText(ttl)} old. There is nothing that you have to do.`, ''];
  return [
    `Subject: Delivery status notification: ${action}`,
    `From: Mailer Daemon <MAILER-DAEMON@${hostname}>`,
    `To: ${to}`,
    `Date: ${date}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed;boundary="${boundary}/${hostname}"`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    divider,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `    This is the mail system of ${hostname}. Please do not answer this message.`,
    '',
    what,
    '',
    `${recipient}: ${error}`,
    '',
    ...then,
    divider,
    'Content-Description: Delivery Report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${hostname}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${action === 'failed' ? '5.0.0' : '4.0.0'}`,
    '',
    divider,
    'Content-Description: Message headers',
    'Content-Type: text/rfc822-headers',
    '',
    header.replace(/\n*$/, ''),
    '',
    `${divider}--`,
    '',
  ].join('\n');
}
