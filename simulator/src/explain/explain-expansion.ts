import { type ExpandNode, mailAddressText, type TracedLookup, type TraceEvent, utf8Decoded } from '@smtpd-conf/engine';
import type { DeliveryOutcome } from '../outcome.js';
import { type ExplainedNode, readNodes, targetName } from './expansion-nodes.js';
import { explainRefusal } from './explain-refusal.js';
import { type Explained, explainRules } from './explain-rules.js';
import { detail, type ExplainedLine } from './explained-line.js';

/** A recipient's expansion as a tree: each name and address, what was looked up for it, and what came of it. */
export function explainExpansion(
  about: Explained,
  trace: readonly TraceEvent[],
  deliveries: readonly DeliveryOutcome[],
  depth: number,
): ExplainedLine[] {
  const nodes = readNodes(trace);
  const root = nodes.get(0);
  const tree = { about, trace, nodes, deliveries };
  const ended = trace.filter((event) => event.type === 'expand-refused' && event.node === undefined);
  return [
    ...(root ? explainNode(tree, root, depth) : explainRules(about, trace, depth)),
    ...ended.flatMap((event) => explainEvent(tree, event, depth)),
  ];
}

interface Tree {
  readonly about: Explained;
  /** Of the one recipient. */
  readonly trace: readonly TraceEvent[];
  readonly nodes: ReadonlyMap<number, ExplainedNode>;
  readonly deliveries: readonly DeliveryOutcome[];
}

function explainNode(tree: Tree, { target, children, events }: ExplainedNode, depth: number): ExplainedLine[] {
  return [
    detail(targetText(target), depth),
    ...explainRules(tree.about, events, depth + 1),
    ...events.flatMap((event) => explainEvent(tree, event, depth + 1)),
    ...children.flatMap((child) => explainNode(tree, tree.nodes.get(child) as ExplainedNode, depth + 1)),
  ];
}

function targetText(target: ExpandNode): string {
  switch (target.type) {
    case 'address':
      return `address ${targetName(target)}`;
    case 'username':
      return `user ${targetName(target)}`;
    case 'filename':
      return `file ${targetName(target)}`;
    case 'filter':
      return `command ${utf8Decoded(target.command)}`;
    case 'include':
    case 'error':
      return targetName(target);
  }
}

function explainEvent({ trace, deliveries }: Tree, event: TraceEvent, depth: number): ExplainedLine[] {
  switch (event.type) {
    case 'expand-lookup':
      return [detail(lookupText(event.lookup), depth)];
    case 'expand-forward':
      return [detail(FORWARDS[event.outcome](utf8Decoded(event.user)), depth)];
    case 'expand-include':
      return [detail(`${utf8Decoded(event.path)}: ${event.outcome === 'text' ? 'read' : 'cannot be opened'}`, depth)];
    case 'expand-double':
      return [detail(`${targetText(event.target)}: is there already, and dropped`, depth)];
    case 'expand-srs':
      return [detail(event.decoded ? `decoded: ${utf8Decoded(mailAddressText(event.decoded))}` : 'not decoded', depth)];
    case 'expand-delivery': {
      const delivery = deliveries[event.delivery];
      return [
        delivery ? explainDelivery(delivery, depth) : detail('would be delivered, but is lost with the others', depth),
      ];
    }
    case 'expand-refused':
      return [{ text: `refused: ${explainRefusal(trace, event)}`, depth, kind: 'bad' }];
    default:
      return [];
  }
}

function lookupText({ table, service, key, result, entry }: TracedLookup): string {
  const name = table.startsWith('<') ? table : `<${table}>`;
  const found = entry === undefined ? 'found' : `"${utf8Decoded(entry)}"`;
  const what = { found, 'not-found': 'nothing', failed: 'the lookup fails' }[result];
  return `${service} "${utf8Decoded(key)}" in ${name}: ${what}`;
}

type ForwardOutcome = Extract<TraceEvent, { type: 'expand-forward' }>['outcome'];

const FORWARDS: Readonly<Record<ForwardOutcome, (user: string) => string>> = {
  text: (user) => `.forward of ${user}: followed`,
  absent: (user) => `${user} has no .forward`,
  refused: (user) => `.forward of ${user}: not safe, its owner or its permissions are wrong`,
  tempfail: (user) => `.forward of ${user}: cannot be opened for now`,
  skipped: (user) => `.forward of ${user}: not looked at, the action delivers as another user`,
  empty: (user) => `.forward of ${user}: adds nothing`,
  unreadable: (user) => `.forward of ${user}: cannot be read`,
};

export function explainDelivery(delivery: DeliveryOutcome, depth: number): ExplainedLine {
  const { action, method, user, destination, failure } = delivery;
  const whose = user === null ? '' : ` as ${user}`;
  const where = destination === '' ? '' : ` ${destination}`;
  if (failure !== undefined)
    return { text: `action "${action}": ${method}${whose}: fails: ${failure}`, depth, kind: 'bad' };
  return { text: `action "${action}": ${method}${whose}${where}`, depth, kind: 'good' };
}
