import { type Fragment, fragment, join } from './fragment.js';
import { inOrder, type Orderable } from './order.js';

/** A statement out of its parts, in this order. */
export function statement(parts: readonly (Fragment | string)[], defines: readonly string[] = []): Orderable {
  return { ...join(parts.map((part) => (typeof part === 'string' ? fragment(part) : part))), defines };
}

/** Options in the order given, but for the tables and chains in them, which keep the order of their numbers. */
export function options(parts: readonly Fragment[]): Fragment {
  return join(inOrder(parts.map((part) => ({ defines: [], ...part }))));
}
