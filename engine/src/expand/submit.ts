import { INSTALLATIONS } from '../installation.js';
import type { ExpandNode } from '../tables/values/expand-node.js';
import type { Delivery, DirectTarget, ExpandedDelivery } from './delivery.js';
import { ancestor, type ExpansionNode, type NodeRule } from './expansion-node.js';
import type { ExpansionRun } from './expansion-run.js';

/** lka_session.c:lka_submit: a node becomes an envelope. `rule` has a remote action for addresses, a local one for the rest. */
export function submit(run: ExpansionRun, node: ExpansionNode, rule: NodeRule): void {
  run.trace?.({ type: 'expand-delivery', node: node.id, delivery: run.deliveries.length });
  const origin = ancestor(node, 'address')?.target;
  const dest = origin?.type === 'address' ? origin.address : run.envelope.dest;
  const expanded: ExpandedDelivery = { envelope: { ...run.envelope, dest }, delivery: deliveryOf(run, node, rule) };
  run.deliveries.push(expanded);
}

function deliveryOf(
  { services }: ExpansionRun,
  { id, target, parent, subAddress }: ExpansionNode,
  rule: NodeRule,
): Delivery {
  const common = { rule, node: id };
  if (target.type === 'username') return { type: 'local', ...common, user: target.user, subAddress };
  if (!isDirect(target)) return { type: 'relay', ...common };
  const { daemonUser } = INSTALLATIONS[services.config.target.platform];
  const user = parent?.realUser && parent.target.type === 'username' ? parent.target.user : daemonUser;
  return { type: 'local', ...common, user, subAddress: '', target };
}

function isDirect(target: ExpandNode): target is DirectTarget {
  return target.type === 'filename' || target.type === 'filter';
}
