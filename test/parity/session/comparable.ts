import type { DeliveryCommand, Facts, SessionFacts, SinkFacts } from './facts.js';

/** What both sides are held to: replies, and what becomes of each envelope. */
export interface ComparableFacts {
  readonly sessions: readonly SessionFacts[];
  readonly commands: readonly DeliveryCommand[];
  readonly mailboxes: readonly Mailbox[];
  readonly relayed: readonly Relayed[];
}

/** A mailbox of the system's: each message in it with its first line, "From ". */
export interface Mailbox {
  readonly path: string;
  readonly owner: string;
  readonly messages: readonly string[];
}

/** A message as it was handed on to another server, for one recipient: how many go together is up to the scheduler. */
export interface Relayed {
  readonly at: string;
  readonly helo: string;
  readonly sender: string;
  readonly recipient: string;
  readonly message: string;
}

/** The daemon's own notification that a delivery failed: what came of deliveries is not foretold. */
const NOTIFICATION = /^Received: .*\[local\]\)\n(?:[\t ].*\n)*Subject: Delivery status notification: /m;

/** What can be foretold of recorded or living facts; both are masked. */
export function comparable({ sessions, commands, files, sinks }: Facts): ComparableFacts {
  const foretold = (message: string) => !NOTIFICATION.test(message);
  return inOrder({
    sessions,
    commands: commands.filter(({ input }) => foretold(input)),
    mailboxes: files
      .filter(({ path }) => path.startsWith('/var/mail/'))
      .map(({ path, owner, text }) => ({ path, owner, messages: messagesOf(text).filter(foretold) }))
      // One that is empty was only made.
      .filter(({ messages }) => messages.join('') !== ''),
    relayed: sinks
      .filter(({ at }) => !at.startsWith('/'))
      .flatMap(relayedBy)
      .filter(({ message }) => foretold(message)),
  });
}

/** The messages of an mbox, each with its first line; any other file is one. */
export function messagesOf(text: string): string[] {
  return text.split(/^(?=From .* DATE$)/m);
}

/** How mail.lmtp(8) greets, whose command is seen already; the daemon itself, where a relay host speaks LMTP, says its name. */
const AGENT_GREETING = 'LHLO localhost';

/** The transactions of a conversation with a server that mail is relayed to; none of one with mail.lmtp(8)'s. */
export function relayedBy({ at, commands, messages }: SinkFacts): Relayed[] {
  const relayed: Relayed[] = [];
  const [greeting = ''] = commands;
  if (greeting === AGENT_GREETING) return [];
  const left = [...messages];
  let sender: string | undefined;
  let recipients: string[] = [];
  for (const command of commands) {
    const address = /^(MAIL FROM|RCPT TO):<(.*?)>/.exec(command);
    if (address?.[1] === 'MAIL FROM') {
      sender = address[2] ?? '';
      recipients = [];
    } else if (address) recipients.push(address[2] ?? '');
    else if (command === 'DATA' && sender !== undefined) {
      const common = { at, helo: greeting.slice(5), sender, message: left.shift() ?? '' };
      relayed.push(...recipients.map((recipient) => ({ ...common, recipient })));
    }
  }
  return relayed;
}

/** What happens in no order is sorted. */
export function inOrder({ sessions, commands, mailboxes, relayed }: ComparableFacts): ComparableFacts {
  return {
    sessions: sessions.map(heard),
    commands: sorted(commands),
    mailboxes: sorted(mailboxes.map((one) => ({ ...one, messages: sorted(one.messages) }))),
    relayed: sorted(relayed),
  };
}

/** A client may have said something more to a daemon that had hung up already; nobody heard it. */
function heard({ transcript, closed }: SessionFacts): SessionFacts {
  const last = transcript.findLastIndex(({ server }) => server.length > 0);
  return { transcript: closed ? transcript.slice(0, last + 1) : transcript, closed };
}

export function sorted<T>(list: readonly T[]): T[] {
  const keyed = list.map((one) => [canonical(one), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Whatever the order in which its parts were put into it. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
