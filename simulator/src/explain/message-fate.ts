import { utf8Decoded } from '@smtpd-conf/engine';
import { isOfRecipient } from '../exchange-events.js';
import type { PlayedExchange, PlayedSession } from '../host/session-host.js';
import type { ReplyPhase } from '../outcome.js';
import { replyPhase } from '../reply-phase.js';

/** What became of the message that a recipient was named for: a recipient that is accepted is no mail yet. */
export type MessageFate =
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly reply: string }
  | { readonly type: 'not-sent' };

/** For each exchange in which a recipient was named, in their order. */
export function messageFates({ exchanges }: PlayedSession): readonly MessageFate[] {
  return exchanges.flatMap((exchange, at) => (isOfRecipient(exchange) ? [fateFrom(exchanges.slice(at + 1))] : []));
}

/** By what the client says and hears after it named the recipient. */
function fateFrom(later: readonly PlayedExchange[]): MessageFate {
  let fate: MessageFate = { type: 'not-sent' };
  let inMessage = false;
  for (const { client, server } of later) {
    const reply = server.at(-1);
    if (reply === undefined) continue;
    const phase: ReplyPhase = inMessage ? 'commit' : replyPhase(client);
    inMessage = phase === 'data' && reply.startsWith('3');
    if (phase === 'commit' && reply.startsWith('2')) return { type: 'accepted' };
    if ((phase === 'commit' || phase === 'data') && /^[45]/.test(reply)) {
      fate = { type: 'refused', reply: utf8Decoded(reply) };
    }
    if (endsTransaction(phase, reply)) return fate;
  }
  return fate;
}

function endsTransaction(phase: ReplyPhase, reply: string): boolean {
  if (phase === 'quit' || phase === 'commit') return true;
  return reply.startsWith('2') && ['mail-from', 'rset', 'helo', 'ehlo', 'starttls'].includes(phase);
}
