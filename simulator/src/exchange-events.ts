import type { TraceEvent } from '@smtpd-conf/engine';
import type { PlayedExchange, PlayedSession } from './host/session-host.js';
import { replyPhase } from './reply-phase.js';

/** An exchange, and what the engine told of while it lasted. */
export interface TracedExchange {
  readonly exchange: PlayedExchange;
  readonly events: readonly TraceEvent[];
}

export function tracedExchanges({ exchanges }: PlayedSession, trace: readonly TraceEvent[]): TracedExchange[] {
  return exchanges.map((exchange, at) => ({
    exchange,
    events: trace.slice(exchange.traceStart, exchanges[at + 1]?.traceStart),
  }));
}

/** Whether it is one in which a recipient was named and answered. */
export function isOfRecipient({ client, server }: PlayedExchange): boolean {
  return server.length > 0 && replyPhase(client) === 'rcpt-to';
}
