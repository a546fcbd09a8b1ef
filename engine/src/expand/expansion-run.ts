import type { TableService } from '@smtpd-conf/compiler';
import type { LookupAnswer } from '../effect.js';
import type { Envelope } from '../envelope.js';
import type { ExpandNode } from '../tables/values/expand-node.js';
import type { Task } from '../task.js';
import type { ExpandedDelivery } from './delivery.js';
import type { ExpansionEvent } from './events.js';
import type { ExpansionNode } from './expansion-node.js';
import type { ExpansionServices } from './expansion-services.js';
import { type ExpansionTree, emptyTree, insertTarget } from './expansion-tree.js';

/** struct lka_session: the expansion of one recipient. */
export interface ExpansionRun {
  readonly services: ExpansionServices;
  readonly tree: ExpansionTree;
  /** What a sub-address begins with. */
  readonly delimiter: string;
  /** As it came in, until an SRS address is decoded. */
  envelope: Envelope;
  readonly deliveries: ExpandedDelivery[];
  readonly trace?: (event: ExpansionEvent) => void;
  /** Puts a target below a node, under the node's rule. */
  insert(target: ExpandNode, parent?: ExpansionNode): void;
  lookup(node: ExpansionNode, table: string, service: TableService, key: string): Task<LookupAnswer>;
}

export function startRun(services: ExpansionServices, envelope: Envelope): ExpansionRun {
  const { trace, tables } = services;
  const tree = emptyTree();
  return {
    services,
    tree,
    delimiter: services.config.settings.smtp.subAddressDelimiter,
    envelope,
    deliveries: [],
    ...(trace ? { trace } : {}),
    insert(target, parent) {
      const node = insertTarget(tree, target, parent, parent?.rule);
      if (!trace) return;
      if (node) trace(nodeEvent(node));
      else if (parent) trace({ type: 'expand-double', parent: parent.id, target });
    },
    *lookup(node, table, service, key) {
      const answer = yield* tables.lookup(table, service, key);
      trace?.({ type: 'expand-lookup', node: node.id, lookup: traced(table, service, key, answer) });
      return answer;
    },
  };
}

function nodeEvent({ id, parent, depth, target, rule, sameUser }: ExpansionNode): ExpansionEvent {
  return {
    type: 'expand-node',
    node: id,
    ...(parent ? { parent: parent.id } : {}),
    depth,
    target,
    ...(rule ? { rule: rule.number } : {}),
    sameUser,
  };
}

function traced(table: string, service: TableService, key: string, { outcome, ...rest }: LookupAnswer) {
  const entry = 'value' in rest ? rest.value : undefined;
  return { table, service, key, result: outcome, ...(entry === undefined ? {} : { entry }) };
}
