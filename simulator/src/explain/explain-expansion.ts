import type { CompiledConfig } from '@smtpd-conf/compiler';
import { type ExpandNode, mailAddressText, type TracedLookup, type TraceEvent, utf8Decoded } from '@smtpd-conf/engine';
import type { DeliveryOutcome } from '../outcome.js';
import { type ConfigSources, explainRules } from './explain-rules.js';
import { detail, type ExplainedLine } from './explained-line.js';

interface ExplainedNode {
  readonly id: number;
  readonly target: ExpandNode;
  readonly children: number[];
  readonly events: TraceEvent[];
}

/** A recipient's expansion as a tree: each name and address, what was looked up for it, and what came of it. */
export function explainExpansion(
  config: CompiledConfig,
  sources: ConfigSources,
  events: readonly TraceEvent[],
  deliveries: readonly DeliveryOutcome[],
  depth: number,
): ExplainedLine[] {
  const nodes = readNodes(events);
  const root = nodes.get(0);
  return root
    ? explainNode({ config, sources, nodes, deliveries }, root, depth)
    : explainRules(config, sources, events, depth);
}

/** Events belong to the node whose turn it is. */
function readNodes(events: readonly TraceEvent[]): ReadonlyMap<number, ExplainedNode> {
  const nodes = new Map<number, ExplainedNode>();
  let turn: ExplainedNode | undefined;
  for (const event of events) {
    if (event.type === 'expand-node') {
      const { node: id, parent, target } = event;
      nodes.set(id, { id, target, children: [], events: [] });
      if (parent !== undefined) nodes.get(parent)?.children.push(id);
    } else if (event.type === 'expand-turn') turn = nodes.get(event.node);
    else if (event.type === 'expand-refused' && event.node !== undefined) nodes.get(event.node)?.events.push(event);
    else turn?.events.push(event);
  }
  return nodes;
}

interface Tree {
  readonly config: CompiledConfig;
  readonly sources: ConfigSources;
  readonly nodes: ReadonlyMap<number, ExplainedNode>;
  readonly deliveries: readonly DeliveryOutcome[];
}

function explainNode(tree: Tree, { target, children, events }: ExplainedNode, depth: number): ExplainedLine[] {
  const { config, sources } = tree;
  return [
    detail(targetText(target), depth),
    ...explainRules(config, sources, events, depth + 1),
    ...events.flatMap((event) => explainEvent(tree, event, depth + 1)),
    ...children.flatMap((child) => explainNode(tree, tree.nodes.get(child) as ExplainedNode, depth + 1)),
  ];
}

function targetText(target: ExpandNode): string {
  switch (target.type) {
    case 'address':
      return `address ${utf8Decoded(mailAddressText(target.address))}`;
    case 'username':
      return `user ${utf8Decoded(target.user)}`;
    case 'filename':
      return `file ${utf8Decoded(target.path)}`;
    case 'filter':
      return `command ${utf8Decoded(target.command)}`;
    case 'include':
      return `:include:${utf8Decoded(target.path)}`;
    case 'error':
      return `error:${utf8Decoded(target.reply)}`;
  }
}

function explainEvent({ deliveries }: Tree, event: TraceEvent, depth: number): ExplainedLine[] {
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
      return [delivery ? explainDelivery(delivery, depth) : { text: 'delivered', depth, kind: 'good' }];
    }
    case 'expand-refused':
      return [{ text: `refused: ${event.why}`, depth, kind: 'bad' }];
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
