import type { Fragment } from './fragment.js';

/** A fragment that others may have to follow. */
export interface Orderable extends Fragment {
  /** The names it defines, as `kind:name`. */
  readonly defines: readonly string[];
  /** Items of the same sequence keep their order. */
  readonly sequence?: string;
}

/**
 * Orders items as they come, except that one which must stand above another is moved up to it: definitions above uses,
 * the members of a sequence in their order, tables and chains without a name in the order of their numbers. Linear in
 * the number of items; of demands that contradict each other, which no file makes, one is dropped.
 */
export function inOrder<Item extends Orderable>(items: readonly Item[]): Item[] {
  const before = demands(items);
  const done = new Uint8Array(items.length);
  const ordered: Item[] = [];
  const stack: { readonly item: number; next: number }[] = [];
  for (let first = 0; first < items.length; first++) {
    if (!done[first]) stack.push({ item: first, next: 0 });
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      done[top.item] = 1;
      const earlier = before[top.item]?.[top.next++];
      if (earlier === undefined) {
        ordered.push(items[top.item] as Item);
        stack.pop();
      } else if (!done[earlier]) stack.push({ item: earlier, next: 0 });
    }
  }
  return ordered;
}

/** For each item the items that must stand above it. */
function demands(items: readonly Orderable[]): number[][] {
  const before: number[][] = items.map(() => []);
  const definedBy = new Map<string, number>();
  const lastOf = new Map<string, number>();
  items.forEach(({ defines, sequence }, index) => {
    for (const name of defines) definedBy.set(name, index);
    if (sequence === undefined) return;
    const previous = lastOf.get(sequence);
    if (previous !== undefined) before[index]?.push(previous);
    lastOf.set(sequence, index);
  });
  items.forEach(({ uses }, index) => {
    for (const name of uses) {
      const definition = definedBy.get(name);
      if (definition !== undefined && definition !== index) before[index]?.push(definition);
    }
  });
  chainByNumber(items, before, (item) => item.tables);
  chainByNumber(items, before, (item) => item.chains);
  return before;
}

function chainByNumber(
  items: readonly Orderable[],
  before: number[][],
  numbersOf: (item: Orderable) => readonly number[],
): void {
  const all = items.flatMap((item, index) => numbersOf(item).map((number) => ({ number, index })));
  all.sort((a, b) => a.number - b.number);
  all.forEach(({ index }, at) => {
    const previous = all[at - 1];
    if (previous !== undefined && previous.index !== index) before[index]?.push(previous.index);
  });
}
