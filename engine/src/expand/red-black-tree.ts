/** A node of sys/tree.h's red-black trees. */
interface Slot<T> {
  readonly value: T;
  red: boolean;
  parent?: Slot<T> | undefined;
  left?: Slot<T> | undefined;
  right?: Slot<T> | undefined;
}

/**
 * A red-black tree, shaped to the node as sys/tree.h of OpenBSD shapes it. The shape shows wherever keys change after they
 * were inserted, as those of expand.c do: a search then misses what another shape would have found.
 */
export interface RedBlackTree<T> {
  root?: Slot<T> | undefined;
}

/** RB_INSERT: the value that is there already, or undefined where `value` has been put in. */
export function insertInto<T>(tree: RedBlackTree<T>, value: T, compare: (one: T, other: T) => number): T | undefined {
  let parent: Slot<T> | undefined;
  let side: 'left' | 'right' = 'left';
  for (let at = tree.root; at; at = at[side]) {
    const order = compare(value, at.value);
    if (order === 0) return at.value;
    parent = at;
    side = order < 0 ? 'left' : 'right';
  }
  const slot: Slot<T> = { value, red: true, parent };
  if (parent) parent[side] = slot;
  else tree.root = slot;
  recolour(tree, slot);
  return undefined;
}

/** RB_INSERT_COLOR. */
function recolour<T>(tree: RedBlackTree<T>, inserted: Slot<T>): void {
  let slot = inserted;
  for (let parent = slot.parent; parent?.red; parent = slot.parent) {
    const grandparent = parent.parent as Slot<T>;
    const near = parent === grandparent.left ? 'left' : 'right';
    const far = near === 'left' ? 'right' : 'left';
    const uncle = grandparent[far];
    if (uncle?.red) {
      uncle.red = false;
      parent.red = false;
      grandparent.red = true;
      slot = grandparent;
      continue;
    }
    if (parent[far] === slot) {
      rotate(tree, parent, near);
      [parent, slot] = [slot, parent];
    }
    parent.red = false;
    grandparent.red = true;
    rotate(tree, grandparent, far);
  }
  if (tree.root) tree.root.red = false;
}

/** RB_ROTATE_LEFT and RB_ROTATE_RIGHT: `slot` goes down to `side`, and the child on its other side takes its place. */
function rotate<T>(tree: RedBlackTree<T>, slot: Slot<T>, side: 'left' | 'right'): void {
  const other = side === 'left' ? 'right' : 'left';
  const child = slot[other] as Slot<T>;
  const { parent } = slot;
  slot[other] = child[side];
  if (slot[other]) slot[other].parent = slot;
  child.parent = parent;
  if (!parent) tree.root = child;
  else if (parent.left === slot) parent.left = child;
  else parent.right = child;
  child[side] = slot;
  slot.parent = child;
}
