import { durationText } from '../log/duration.js';

/** `relayed`: delivered to a server that sends no notifications of its own. */
export type NotificationAction = 'failed' | 'delayed' | 'delivered' | 'relayed';

const STATUS: Readonly<Record<NotificationAction, string>> = {
  failed: '5.0.0',
  delayed: '4.0.0',
  delivered: '2.0.0',
  relayed: '2.0.0',
};

export interface NotificationFacts {
  readonly action: NotificationAction;
  readonly to: string;
  readonly recipients: readonly { readonly address: string; readonly error: string }[];
  /** The host's name. */
  readonly hostname: string;
  /** Seconds: since when it is late, and how long it will be tried. */
  readonly delay?: number;
  readonly ttl: number;
  /** As a Date header has it. */
  readonly date: string;
  readonly boundary: string;
  /** The message, or its header alone; lines ended by LF. */
  readonly original: string;
}

/** A status notification in the form of the daemon's (bounce.c:bounce_next), in our words; lines end in LF. */
export function notificationText(facts: NotificationFacts): string {
  const { action, to, recipients, hostname, delay = 0, ttl, date, boundary, original } = facts;
  const divider = `--${boundary}/${hostname}`;
  const then =
    action === 'delayed'
      ? [`    It will be tried again until it is ${durationText(ttl)} old. There is nothing that you have to do.`, '']
      : [];
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
    whatHappened(action, delay),
    '',
    ...recipients.map(({ address, error }) => `${address}: ${error}`),
    '',
    ...then,
    divider,
    'Content-Description: Delivery Report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${hostname}`,
    '',
    ...recipients.flatMap(({ address }) => [
      `Final-Recipient: rfc822; ${address}`,
      `Action: ${action}`,
      `Status: ${STATUS[action]}`,
      '',
    ]),
    divider,
    'Content-Description: Message headers',
    'Content-Type: text/rfc822-headers',
    '',
    original.replace(/\n*$/, ''),
    '',
    `${divider}--`,
    '',
  ].join('\n');
}

function whatHappened(action: NotificationAction, delay: number): string {
  switch (action) {
    case 'failed':
      return '    Your message could not be delivered to:';
    case 'delayed':
      return `    Your message has been waiting for ${durationText(delay)} to be delivered to:`;
    case 'delivered':
      return '    Your message was delivered to:';
    case 'relayed':
      return '    Your message was handed to a server that tells nothing of its deliveries, for:';
  }
}
