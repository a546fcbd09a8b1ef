import type { MailAddress } from '../envelope.js';
import type { ZonedTime } from '../session/effects.js';
import { dateText } from './date.js';

export interface ReceivedFacts {
  /** Absent where the listener says `mask-src`. */
  readonly from?: {
    readonly helo: string;
    readonly rdns: string /** As ss_to_text writes it. */;
    readonly source: string;
  };
  readonly smtpname: string;
  readonly esmtp: boolean;
  readonly authenticated: boolean;
  /** The message's id. */
  readonly id: string;
  readonly tls?: {
    readonly version: string;
    readonly cipher: string;
    readonly bits: number;
    readonly verified: string;
    /** Where the listener says `received-auth`: the user's name, "" without one. */
    readonly username?: string;
  };
  /** The recipient of a message that has one only. */
  readonly recipient?: MailAddress;
  readonly date: ZonedTime;
}

/** The header that smtp_session.c:smtp_message_begin puts before a message. Ends in a newline. */
export function receivedHeader(facts: ReceivedFacts): string {
  const { from, tls, recipient } = facts;
  const protocol = `${facts.esmtp ? 'E' : ''}SMTP${tls ? 'S' : ''}${facts.authenticated ? 'A' : ''}`;
  return [
    'Received: ',
    from ? `from ${from.helo} (${from.rdns} ${bracketed(from.source)})` : '',
    `\n\tby ${facts.smtpname} (OpenSMTPD) with ${protocol} id ${facts.id}`,
    tls ? ` (${tls.version}:${tls.cipher}:${tls.bits}:${tls.verified})${userText(tls.username)}` : '',
    recipient ? `\n\tfor <${recipient.user}@${recipient.domain}>` : '',
    `;\n\t${dateText(facts.date)}\n`,
  ].join('');
}

/** IPv6 addresses bring their brackets. */
export function bracketed(source: string): string {
  return source.startsWith('[') ? source : `[${source}]`;
}

function userText(username: string | undefined): string {
  if (username === undefined) return '';
  return username === '' ? ' auth=no' : ` auth=yes user=${username}`;
}
