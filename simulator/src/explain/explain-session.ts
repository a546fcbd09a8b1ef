import type { CompiledConfig } from '@smtpd-conf/compiler';
import { type TraceEvent, utf8Decoded } from '@smtpd-conf/engine';
import { isOfRecipient, tracedExchanges } from '../exchange-events.js';
import type { PlayedExchange } from '../host/session-host.js';
import type { RecipientOutcome } from '../outcome.js';
import type { Simulated } from '../simulate.js';
import { explainExpansion } from './explain-expansion.js';
import { explainFilters } from './explain-filters.js';
import { type ConfigSources, type Explained, explained } from './explain-rules.js';
import { type ExplainedLine, heading } from './explained-line.js';
import { messageFates } from './message-fate.js';

/** All of a session in order: what the client said, what filters, rules and expansion made of it, what it heard; a verdict. */
export function explainSession(config: CompiledConfig, sources: ConfigSources, simulated: Simulated): ExplainedLine[] {
  const { session, outcome } = simulated;
  const about = explained(config, sources);
  const recipients = [...outcome.recipients];
  const lines: ExplainedLine[] = [heading(`listener ${outcome.listener}${clientText(outcome.trace)}`)];
  for (const { exchange, events } of tracedExchanges(session, outcome.trace)) {
    const recipient = isOfRecipient(exchange) ? recipients.shift() : undefined;
    // The lines of a message say nothing by themselves.
    if (exchange.server.length === 0 && exchange.client !== undefined) continue;
    lines.push(...explainExchange(about, exchange, events, recipient));
  }
  return [...lines, verdict(simulated)];
}

function explainExchange(
  about: Explained,
  { client, server }: PlayedExchange,
  events: readonly TraceEvent[],
  recipient: RecipientOutcome | undefined,
): ExplainedLine[] {
  const refused = /^[45]/.test(server.at(-1) ?? '');
  return [
    heading(client === undefined ? 'connect' : utf8Decoded(client), 1),
    ...explainFilters(events, 2),
    ...(recipient ? explainExpansion(about, events, recipient.deliveries, 2) : []),
    ...server.map(
      (text): ExplainedLine => ({ text: `< ${utf8Decoded(text)}`, depth: 2, kind: refused ? 'bad' : 'detail' }),
    ),
  ];
}

function clientText(trace: readonly TraceEvent[]): string {
  const connected = trace.find((event) => event.type === 'session-connected');
  return connected ? `, client ${connected.source} (${connected.rdns})` : '';
}

/** One line for the whole: what is accepted and what is not, and what became of the message. */
export function verdict({ outcome, session }: Simulated): ExplainedLine {
  const { recipients, replies } = outcome;
  if (recipients.length === 0) {
    const last = replies.findLast(({ text }) => /^[45]/.test(text)) ?? replies.at(-1);
    return { text: `verdict: no recipient was taken: ${last?.text ?? 'the session ended'}`, depth: 0, kind: 'bad' };
  }
  const fates = messageFates(session);
  const fated = recipients.map((recipient, at) => ({ recipient, fate: fates[at] ?? { type: 'not-sent' as const } }));
  const accepted = fated.filter(({ recipient }) => recipient.decision === 'accept');
  const others = fated.filter(({ recipient }) => recipient.decision !== 'accept');
  const refusals = accepted.flatMap(({ fate }) => (fate.type === 'refused' ? [fate.reply] : []));
  const unsent = accepted.filter(({ fate }) => fate.type === 'not-sent');
  const names = (list: typeof fated) => [...new Set(list.map(({ recipient }) => recipient.rcpt))].join(', ');
  /** Where it is so of some only, with their names. */
  const to = (list: typeof fated) => (list.length === accepted.length ? '' : ` to ${names(list)}`);
  const parts = [
    ...(accepted.length > 0 ? [`accepted: ${names(accepted)}`] : []),
    ...(others.length > 0 ? [`refused: ${names(others)}`] : []),
    ...[...new Set(refusals)].map((reply) => {
      const lost = accepted.filter(({ fate }) => fate.type === 'refused' && fate.reply === reply);
      return `the message${to(lost)} is refused: ${reply}`;
    }),
    ...(unsent.length > 0 ? [`no message is sent${to(unsent)}`] : []),
  ];
  return {
    text: `verdict: ${parts.join('; ')}`,
    depth: 0,
    kind: others.length > 0 || refusals.length > 0 ? 'bad' : 'good',
  };
}
