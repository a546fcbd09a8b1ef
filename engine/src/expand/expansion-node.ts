import type { CompiledAction } from '@smtpd-conf/compiler';
import type { ExpandNode } from '../tables/values/expand-node.js';
import type { UserInfo } from '../user-info.js';

/** The rule under which a node is expanded. */
export interface NodeRule {
  /** Counting from 1. */
  readonly number: number;
  readonly action: CompiledAction;
}

/** struct expandnode. A node changes while it is expanded, after it has found its place in the tree; see expansion-tree.ts. */
export interface ExpansionNode {
  /** In the order of their making, the recipient's own address being 0. */
  readonly id: number;
  target: ExpandNode;
  readonly parent?: ExpansionNode;
  readonly depth: number;
  /** A user name that came out of the same user name. */
  readonly sameUser: boolean;
  /** For an address: known once the rules have been asked. */
  rule?: NodeRule;
  /** Set once the user base knows the name. */
  realUser?: UserInfo;
  /** The user's .forward has been asked for. */
  forwarded: boolean;
  subAddress: string;
}

const ORDER: readonly ExpandNode['type'][] = ['username', 'filename', 'filter', 'include', 'address', 'error'];

/** expand.c:expand_cmp as far as it asks what a node is, and not where it came from. */
export function compareTargets(one: ExpandNode, other: ExpandNode): number {
  if (one.type !== other.type) return ORDER.indexOf(one.type) - ORDER.indexOf(other.type);
  const [a, b] = [keyOf(one), keyOf(other)];
  return compareBytes(a[0], b[0]) || compareBytes(a[1], b[1]);
}

/** memcmp over buffers that are zero behind their text, so a text sorts before its continuations. */
function compareBytes(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function keyOf(target: ExpandNode): readonly [string, string] {
  switch (target.type) {
    case 'username':
      return [target.user, ''];
    case 'address':
      return [target.address.user, target.address.domain];
    case 'filename':
    case 'include':
      return [target.path, ''];
    case 'filter':
      return [target.command, ''];
    case 'error':
      return [target.reply, ''];
  }
}

/** The nearest of a type on the way up from a node, the node itself first. */
export function ancestor(node: ExpansionNode | undefined, type: ExpandNode['type']): ExpansionNode | undefined {
  let found = node;
  while (found && found.target.type !== type) found = found.parent;
  return found;
}
