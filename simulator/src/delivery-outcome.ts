import { type DispatchPlan, mailAddressText, type SubmitEnvelope, utf8Decoded } from '@smtpd-conf/engine';
import type { DeliveryOutcome } from './outcome.js';

/** An envelope and what its action does with it, for people and programs to read. */
export function deliveryOutcome({ envelope, delivery }: SubmitEnvelope, plan: DispatchPlan): DeliveryOutcome {
  const { action } = delivery.rule;
  const common = { action: action.name, rcpt: utf8Decoded(mailAddressText(envelope.dest)) };
  const user = delivery.type === 'local' ? utf8Decoded(delivery.user) : null;
  switch (plan.type) {
    case 'failure':
      return { ...common, method: methodOf(delivery), user, destination: '', failure: plan.reason };
    case 'relay':
      return { ...common, method: 'relay', user, destination: relayDestination(plan) };
    case 'local':
      return { ...common, method: plan.agent.type, user, destination: utf8Decoded(localDestination(plan)) };
  }
}

/** What the action was to do. */
function methodOf(delivery: SubmitEnvelope['delivery']): DeliveryOutcome['method'] {
  if (delivery.type === 'relay') return 'relay';
  if (delivery.target) return delivery.target.type === 'filter' ? 'command' : 'file';
  const { action } = delivery.rule;
  if (action.type === 'relay') return 'relay';
  const { type } = action.method;
  return type === 'forward-only' || type === 'expand-only' ? 'command' : type;
}

type LocalPlan = Extract<DispatchPlan, { type: 'local' }>;

/** The path, the socket or the command; where the shell has a say in a path, the command that the shell gets. */
function localDestination({ agent, command }: LocalPlan): string {
  switch (agent.type) {
    case 'mbox':
      return agent.path;
    case 'maildir':
    case 'file':
      return agent.path ?? command;
    case 'lmtp':
      return agent.destination ?? command;
    case 'mda':
      return agent.command ?? command;
    case 'command':
      return command;
  }
}

function relayDestination({ destination, port, protocol, tls }: Extract<DispatchPlan, { type: 'relay' }>): string {
  if (destination.type === 'domain') return `mx:${destination.domain}`;
  const scheme = protocol === 'lmtp' ? 'lmtp' : SCHEMES[tls.mode];
  return `${scheme}://${utf8Decoded(destination.host)}:${port}`;
}

const SCHEMES = { opportunistic: 'smtp', starttls: 'smtp+tls', smtps: 'smtps', no: 'smtp+notls' } as const;
