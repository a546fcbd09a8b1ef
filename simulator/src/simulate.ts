import type { CompiledConfig, CompiledListener, SocketListener } from '@smtpd-conf/compiler';
import {
  type DispatchPlan,
  dispatch,
  hasBeenDelivered,
  LOOP_FAILURE,
  type MailServices,
  mailServices,
  type Peer,
  type ReverseAnswer,
  runSession,
  runTask,
  type SubmitEnvelope,
  type TraceEvent,
  type Tracer,
  utf8Decoded,
} from '@smtpd-conf/engine';
import { deliveryOutcome } from './delivery-outcome.js';
import { isOfRecipient, type TracedExchange, tracedExchanges } from './exchange-events.js';
import { filterHooks } from './filter-hooks.js';
import type { Client } from './host/client.js';
import { type PlayedSession, sessionHost } from './host/session-host.js';
import type { Outcome, RecipientOutcome } from './outcome.js';
import { replyPhase } from './reply-phase.js';
import type { MailWorld } from './world/mail-world.js';

/** A session to play: who comes to which listener, and what the client says. */
export interface SessionRequest {
  readonly listener: CompiledListener | SocketListener;
  readonly peer: Peer;
  readonly client: Client;
  /** The names of the client; asked of the world by default. */
  readonly reverse?: ReverseAnswer;
  /** Whether any password is right. */
  readonly trusting?: boolean;
}

/** How much of an outcome is wanted; the trace is always in it. */
export interface OutcomeOptions {
  readonly transcript?: boolean;
  readonly messages?: boolean;
}

/** What a session came to, and how it went. */
export interface Simulated {
  readonly outcome: Outcome;
  readonly session: PlayedSession;
  /** What becomes of each envelope in the queue, in order. */
  readonly plans: ReadonlyMap<SubmitEnvelope, DispatchPlan>;
}

/** Plays sessions against a configuration in a world. */
export type Simulator = (request: SessionRequest, options?: OutcomeOptions) => Simulated;

const SESSION_ID = '0000000000000001';

const LOOP: DispatchPlan = {
  ...LOOP_FAILURE,
  reason: 'the message has been delivered to this address before, as its Delivered-To says',
};

/**
 * Starts simulated daemons of a configuration: they run the engine that the runtime runs, with a world that answers at once.
 * Sessions of one daemon share what its processes keep. A session throws an Undescribed when the world lacks what is asked.
 */
export function simulators(config: CompiledConfig, world: MailWorld): () => Simulator {
  const start = mailServices(config, filterHooks(config, world));
  return () => daemon(config, world, start());
}

function daemon(config: CompiledConfig, world: MailWorld, prepared: (trace: Tracer) => MailServices): Simulator {
  return (request, options = {}) => {
    const trace: TraceEvent[] = [];
    const { answer, played } = sessionHost({
      config,
      world,
      client: request.client,
      implicitTls: 'tls' in request.listener && request.listener.tls?.mode === 'smtps',
      ...(request.reverse ? { reverse: request.reverse } : {}),
      trusting: request.trusting ?? false,
      traceLength: () => trace.length,
    });
    const connection = { id: SESSION_ID, listener: request.listener, client: request.peer };
    const services = prepared((event) => trace.push(event));
    runTask(runSession(services.session, connection), answer);
    const session = played();
    const plans = new Map<SubmitEnvelope, DispatchPlan>();
    for (const submitted of session.exchanges.flatMap(({ envelopes }) => envelopes)) {
      const plan = runTask(dispatch(services.dispatch, submitted.envelope, submitted.delivery), answer);
      const message = session.messages.find(({ id }) => id === submitted.message)?.text ?? '';
      const loops = plan.type === 'local' && hasBeenDelivered(message, submitted.envelope);
      plans.set(submitted, loops ? LOOP : plan);
    }
    return { session, plans, outcome: outcomeOf(config, request.listener, session, plans, trace, options) };
  };
}

function outcomeOf(
  config: CompiledConfig,
  listener: SessionRequest['listener'],
  session: PlayedSession,
  plans: Simulated['plans'],
  trace: readonly TraceEvent[],
  options: OutcomeOptions,
): Outcome {
  const { exchanges, messages } = session;
  const answered = exchanges.filter(({ server }) => server.length > 0);
  return {
    version: 1,
    listener: listenerName(listener),
    replies: answered.map(({ client, server }) => ({
      phase: replyPhase(client),
      text: utf8Decoded(server.at(-1) as string),
    })),
    recipients: tracedExchanges(session, trace)
      .filter(({ exchange }) => isOfRecipient(exchange))
      .map((traced) => recipientOutcome(config, traced, plans)),
    ...(options.transcript
      ? {
          transcript: exchanges.map(({ client, server }) => ({
            ...(client === undefined ? {} : { client: utf8Decoded(client) }),
            server: server.map(utf8Decoded),
          })),
        }
      : {}),
    ...(options.messages
      ? { messages: messages.map(({ fate, text }) => ({ accepted: fate === 'committed', text })) }
      : {}),
    trace,
  };
}

export function listenerName(listener: CompiledListener | SocketListener): string {
  if (!('address' in listener)) return 'socket';
  const address = listener.family === 'inet6' ? `[${listener.address}]` : listener.address;
  return `${address}:${listener.port}`;
}

function recipientOutcome(
  config: CompiledConfig,
  { exchange: { client = '', server, envelopes }, events }: TracedExchange,
  plans: Simulated['plans'],
): RecipientOutcome {
  const reply = server.at(-1) ?? '';
  const decided = events.find((event) => event.type === 'rules-decided');
  const rule = decided?.rule === undefined ? undefined : config.rules[decided.rule - 1];
  return {
    rcpt: utf8Decoded(/^RCPT TO:\s*<?([^>]*)/i.exec(client)?.[1] ?? client),
    decision: reply.startsWith('2') ? 'accept' : reply.startsWith('4') ? 'tempfail' : 'reject',
    reply: utf8Decoded(reply),
    rule: rule && decided?.rule !== undefined ? { index: decided.rule, line: rule.origin.line } : null,
    deliveries: reply.startsWith('2')
      ? envelopes.map((submitted) => deliveryOutcome(submitted, plans.get(submitted) as DispatchPlan))
      : [],
  };
}
