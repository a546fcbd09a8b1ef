import { byteText } from '@smtpd-conf/engine';
import { type Client, line } from './client.js';

/** An envelope and how it is handed in. */
export interface EnvelopeRequest {
  readonly helo: string;
  /** Whether STARTTLS is said where it is offered. */
  readonly tls: boolean;
  /** The user to authenticate as; the host takes any password for it. */
  readonly auth?: string;
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  /** A byte text with any line ends. */
  readonly message: string;
}

const OPENING = /^2/;
const CONTINUE = /^3/;

/**
 * A well-behaved client: it gives up where it is refused, says STARTTLS and AUTH where it is to, and sends the message when a
 * recipient was taken.
 */
export function* envelopeClient(request: EnvelopeRequest): Client {
  let heard = yield line(`EHLO ${request.helo}`);
  if (refused(heard)) heard = yield line(`HELO ${request.helo}`);
  if (request.tls && heard.some((one) => /^250[- ]STARTTLS$/.test(one))) {
    yield line('STARTTLS');
    heard = yield line(`EHLO ${request.helo}`);
  }
  if (request.auth !== undefined) heard = yield line(`AUTH PLAIN ${plainCredentials(request.auth)}`);
  if (refused(heard)) return yield* leave();
  if (refused(yield line(`MAIL FROM:<${request.mailFrom}>`))) return yield* leave();
  let taken = 0;
  for (const rcpt of request.rcptTo) if (!refused(yield line(`RCPT TO:<${rcpt}>`))) taken += 1;
  if (taken > 0 && CONTINUE.test((yield line('DATA')).at(-1) ?? '')) {
    for (const bytes of packets(request.message)) yield { shown: '(the message)', bytes };
    yield line('.');
  }
  yield* leave();
}

function* leave(): Client {
  yield line('QUIT');
}

function refused(heard: readonly string[]): boolean {
  return !OPENING.test(heard.at(-1) ?? '');
}

const PACKET_SIZE = 32_768;

/** The lines of a message, the dots that they begin with doubled, as many at a time as a packet holds. */
function* packets(message: string): Generator<string> {
  const text = message.endsWith('\n') ? message : `${message}\n`;
  let end = 0;
  for (let start = 0; start < text.length; start = end) {
    end = text.indexOf('\n', start + PACKET_SIZE) + 1 || text.length;
    yield text
      .slice(start, end)
      .replace(/\r?\n/g, '\r\n')
      .replace(/(^|\n)\./g, '$1..');
  }
}

/** The password that stands for whatever the user's is. */
export const ANY_PASSWORD = 'any';

function plainCredentials(user: string): string {
  return btoa(byteText(new TextEncoder().encode(`\0${user}\0${ANY_PASSWORD}`)));
}
