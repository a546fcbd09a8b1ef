import { type ExpandNode, mailAddressText, type TraceEvent, utf8Decoded } from '@smtpd-conf/engine';

/** A name or an address that an expansion came to, and what happened when its turn came. */
export interface ExplainedNode {
  readonly id: number;
  readonly parent: number | undefined;
  readonly target: ExpandNode;
  readonly children: number[];
  readonly events: TraceEvent[];
}

/** The nodes of one recipient's expansion by their numbers, 0 being the recipient. Events belong to the node whose turn it is. */
export function readNodes(events: readonly TraceEvent[]): ReadonlyMap<number, ExplainedNode> {
  const nodes = new Map<number, ExplainedNode>();
  let turn: ExplainedNode | undefined;
  for (const event of events) {
    if (event.type === 'expand-node') {
      const { node: id, parent, target } = event;
      nodes.set(id, { id, parent, target, children: [], events: [] });
      if (parent !== undefined) nodes.get(parent)?.children.push(id);
    } else if (event.type === 'expand-turn') turn = nodes.get(event.node);
    else if (event.type !== 'expand-refused') turn?.events.push(event);
    else if (event.node !== undefined) nodes.get(event.node)?.events.push(event);
  }
  return nodes;
}

/** A target as lists write it. */
export function targetName(target: ExpandNode): string {
  switch (target.type) {
    case 'address':
      return utf8Decoded(mailAddressText(target.address));
    case 'username':
      return utf8Decoded(target.user);
    case 'filename':
      return utf8Decoded(target.path);
    case 'filter':
      return `|${utf8Decoded(target.command)}`;
    case 'include':
      return `:include:${utf8Decoded(target.path)}`;
    case 'error':
      return `error:${utf8Decoded(target.reply)}`;
  }
}

/** From the recipient to a node, by name. */
export function wayTo(nodes: ReadonlyMap<number, ExplainedNode>, id: number | undefined): string[] {
  const way: string[] = [];
  for (let node = nodes.get(id ?? 0); node; node = node.parent === undefined ? undefined : nodes.get(node.parent)) {
    way.unshift(targetName(node.target));
  }
  return way;
}
