import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { TraceEvent } from '@smtpd-conf/engine';
import { isOfRecipient, tracedExchanges } from '../exchange-events.js';
import type { DeliveryOutcome, RecipientOutcome } from '../outcome.js';
import type { Simulated } from '../simulate.js';
import { explainRefusal } from './explain-refusal.js';
import { type MessageFate, messageFates } from './message-fate.js';

/** Each recipient's fate in one plain sentence. */
export function explainRecipients(config: CompiledConfig, { session, outcome }: Simulated): string[] {
  const exchanges = tracedExchanges(session, outcome.trace).filter(({ exchange }) => isOfRecipient(exchange));
  const fates = messageFates(session);
  return outcome.recipients.map((recipient, at) =>
    explainRecipient(config, recipient, exchanges[at]?.events ?? [], fates[at] ?? { type: 'not-sent' }),
  );
}

function explainRecipient(
  config: CompiledConfig,
  recipient: RecipientOutcome,
  events: readonly TraceEvent[],
  message: MessageFate,
): string {
  const { rcpt, decision, reply, rule, deliveries } = recipient;
  const place = rule === null ? undefined : `rule ${rule.index} (${ruleLine(config, rule)})`;
  switch (decision) {
    case 'accept':
      return `${rcpt} is accepted by ${place ?? 'a rule'}${acceptedSentence(message, deliveries)}`;
    case 'reject':
    case 'tempfail': {
      const lasting = decision === 'reject' ? 'refused for good' : 'put off';
      const reason = whyRefused(config, recipient, events, place);
      return `${rcpt} is ${lasting}${reason === undefined ? '' : `, since ${reason}`}: ${reply}`;
    }
  }
}

function acceptedSentence(message: MessageFate, deliveries: readonly DeliveryOutcome[]): string {
  const goes = deliveries.map(deliverySentence).join(', and ') || 'goes nowhere';
  switch (message.type) {
    case 'accepted':
      return ` and ${goes}.`;
    case 'not-sent':
      return `, but the session sends no message; one that follows ${goes}.`;
    case 'refused':
      return `, but the message is refused and goes nowhere: ${message.reply}`;
  }
}

/** In an included file, with its name. */
function ruleLine({ files, rules }: CompiledConfig, { index, line }: { index: number; line: number }): string {
  const file = rules[index - 1]?.origin.file ?? 0;
  return file === 0 ? `line ${line}` : `line ${line} of ${files[file]}`;
}

/** Undefined where neither rules nor expansion had a part in it: the reply says all there is to say. */
function whyRefused(
  config: CompiledConfig,
  { rule }: RecipientOutcome,
  events: readonly TraceEvent[],
  place: string | undefined,
): string | undefined {
  const blocked = events.findLast((event) => event.type === 'filter-action' && event.filter !== undefined);
  const refused = events.find((event) => event.type === 'expand-refused');
  if (!refused) return blocked?.type === 'filter-action' ? `filter "${blocked.filter}" says so` : undefined;
  if (place === undefined) return refused.why === 'no-rule' ? 'no rule takes it' : explainRefusal(events, refused);
  if (refused.node === 0 && refused.why === 'rules-failed') return `${place} cannot be decided for now`;
  const rejects = rule !== null && config.rules[rule.index - 1]?.outcome.type === 'reject';
  return rejects ? `${place} rejects it` : `${place} takes it, but ${explainRefusal(events, refused)}`;
}

function deliverySentence({ method, user, destination, failure }: DeliveryOutcome): string {
  if (failure !== undefined) return `cannot be delivered (${failure})`;
  switch (method) {
    case 'relay':
      return destination.startsWith('mx:')
        ? `is sent to the mail exchangers of ${destination.slice(3)}`
        : `is sent to ${destination}`;
    case 'mbox':
    case 'file':
      return `is appended to ${destination} for ${user}`;
    case 'maildir':
      return `lands in the maildir ${destination} of ${user}`;
    case 'lmtp':
      return `is handed to ${destination} over LMTP for ${user}`;
    case 'mda':
    case 'command':
      return `is given to the command ${destination} as ${user}`;
  }
}
