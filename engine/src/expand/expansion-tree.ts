import type { ExpandNode } from '../tables/values/expand-node.js';
import { ancestor, compareTargets, type ExpansionNode, type NodeRule } from './expansion-node.js';
import { insertInto, type RedBlackTree } from './red-black-tree.js';

/** struct expand: all nodes that a recipient has led to, and those that still wait for their turn. */
export interface ExpansionTree {
  readonly sorted: RedBlackTree<ExpansionNode>;
  readonly waiting: ExpansionNode[];
  count: number;
}

export function emptyTree(): ExpansionTree {
  return { sorted: {}, waiting: [], count: 0 };
}

/**
 * expand.c:expand_insert: the node that a target becomes, or undefined where it is a double. Nodes that were expanded
 * meanwhile compare differently than when they were put in, so that not every double is found; the daemon's are these.
 */
export function insertTarget(
  tree: ExpansionTree,
  target: ExpandNode,
  parent?: ExpansionNode,
  rule?: NodeRule,
): ExpansionNode | undefined {
  const node: ExpansionNode = {
    id: tree.count,
    target,
    depth: parent ? parent.depth + 1 : 0,
    sameUser: isUser(parent?.target) && isUser(target) && parent.target.user === target.user,
    forwarded: false,
    subAddress: '',
    ...(parent ? { parent } : {}),
    ...(rule ? { rule } : {}),
  };
  if (insertInto(tree.sorted, node, compareNodes)) return undefined;
  tree.waiting.push(node);
  tree.count++;
  return node;
}

function isUser(target: ExpandNode | undefined): target is ExpandNode & { type: 'username' } {
  return target?.type === 'username';
}

/** expand.c:expand_cmp. Where it compares the places of two ancestors in memory, their ids stand for them. */
function compareNodes(one: ExpansionNode, other: ExpansionNode): number {
  if (one.target.type === other.target.type) {
    const order = Number(one.sameUser) - Number(other.sameUser) || Number(!!one.realUser) - Number(!!other.realUser);
    if (order !== 0) return order;
  }
  return compareTargets(buffered(one), buffered(other)) || compareParents(one, other);
}

/** A user name that lost its sub-address still has it in its buffer, behind the NUL. */
function buffered({ target, subAddress }: ExpansionNode): ExpandNode {
  return target.type === 'username' && subAddress !== ''
    ? { ...target, user: `${target.user}\0${subAddress}` }
    : target;
}

function compareParents(one: ExpansionNode, other: ExpansionNode): number {
  if (one.parent === other.parent) return 0;
  if (!one.parent) return -1;
  if (!other.parent) return 1;
  const { type } = one.target;
  const order = idOf(ancestor(one.parent, 'address')) - idOf(ancestor(other.parent, 'address'));
  if (order !== 0 || (type !== 'filename' && type !== 'filter')) return order;
  return idOf(ancestor(one.parent, 'username')) - idOf(ancestor(other.parent, 'username'));
}

function idOf(node: ExpansionNode | undefined): number {
  return node?.id ?? -1;
}
