import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { DeliveryOutcome, RecipientOutcome } from '../outcome.js';

/** A recipient's fate in one plain sentence. */
export function explainRecipient(config: CompiledConfig, recipient: RecipientOutcome): string {
  const { rcpt, decision, reply, rule, deliveries } = recipient;
  const place = rule === null ? undefined : `rule ${rule.index} (line ${rule.line})`;
  const rejects = rule !== null && config.rules[rule.index - 1]?.outcome.type === 'reject';
  const reason = rejects
    ? `${place} rejects it`
    : place === undefined
      ? 'no rule takes it'
      : `${place} takes it, but it leads nowhere`;
  switch (decision) {
    case 'accept':
      return `${rcpt} is accepted by ${place ?? 'a rule'} and ${deliveries.map(deliverySentence).join(', and ') || 'goes nowhere'}.`;
    case 'reject':
      return `${rcpt} is refused for good, since ${reason}: ${reply}`;
    case 'tempfail':
      return `${rcpt} is put off${place === undefined ? '' : ` by ${place}`}: ${reply}`;
  }
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
