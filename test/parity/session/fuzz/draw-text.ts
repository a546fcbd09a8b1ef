import type { Draw } from '../../fuzz/draw.js';

/** Pieces of a configuration's text that many statements need. */
export function quote(text: string): string {
  return `"${text}"`;
}

/** One to three of a pool as an inline list. */
export function drawList(draw: Draw, pool: readonly string[]): string {
  return `{ ${draw.times(draw.between(1, 3), () => quote(draw.pick(pool))).join(', ')} }`;
}

export function drawMapping(draw: Draw, key: (draw: Draw) => string, value: (draw: Draw) => string): string {
  const rows = new Map(draw.times(draw.between(2, 7), () => [key(draw), value(draw)] as const));
  return [...rows].map(([from, to]) => `${quote(from)} = ${quote(to)}`).join(', ');
}

/** `!`, one time in five. */
export function drawNot(draw: Draw): string {
  return draw.chance(20) ? '!' : '';
}
