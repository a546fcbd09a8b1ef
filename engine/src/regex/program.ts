import type { ByteSet } from './byte-set.js';
import type { Pattern, PatternTree } from './parse-pattern.js';
import { PatternFault } from './pattern-text.js';
import type { Anchor } from './token.js';

/** One state of a nondeterministic automaton; `next` and `other` are numbers of states. `copy`: see buildProgram. */
export type State = { readonly copy?: boolean } & (
  | { readonly type: 'match' }
  | { readonly type: 'byte'; readonly set: ByteSet; readonly next: number }
  /** `loose`: does not count, unless another anchor that counts stands right before it. */
  | { readonly type: 'anchor'; readonly anchor: Anchor; readonly loose: boolean; readonly next: number }
  | { readonly type: 'split'; next: number; readonly other: number }
  | { readonly type: 'empty'; readonly next: number }
  | { readonly type: 'group-start' | 'group-end' | 'back-reference'; readonly group: number; readonly next: number }
);

export interface Program {
  readonly states: readonly State[];
  readonly start: number;
  readonly refersBack: boolean;
}

/** As many as fit the C library's memory comfortably; it gives up on what needs much more, too. */
const MOST_STATES = 1_000_000;

/**
 * Thompson's construction: counted repetitions are written out, so that all but the first are copies. An anchor before a copy
 * does not count in glibc (regcomp.c: duplicate_tree marks copies as calc_eclosure_iter marks what has its anchors already).
 * Throws a PatternFault for what gets too big.
 */
export function buildProgram({ tree, referenced }: Pattern): Program {
  const states: State[] = [{ type: 'match' }];
  const add = (state: State): number => {
    if (states.length > MOST_STATES) throw new PatternFault('REG_ESPACE');
    return states.push(state) - 1;
  };

  /** The state to begin `tree` in, which goes on with `next`. */
  function build(tree: PatternTree | undefined, next: number, copy: boolean): number {
    if (tree === undefined) return next;
    switch (tree.type) {
      case 'set':
        return add({ type: 'byte', set: tree.set, next, copy });
      case 'anchor':
        return add({ type: 'anchor', anchor: tree.anchor, loose: states[next]?.copy === true, next, copy });
      case 'back-reference':
        return add({ type: 'back-reference', group: tree.group, next, copy });
      case 'sequence':
        return tree.parts.reduceRight((after, part) => build(part, after, copy), next);
      case 'choice':
        return tree.branches
          .map((branch) => build(branch, next, copy))
          .reduce((branch, other) => add({ type: 'split', next: branch, other, copy }));
      case 'group': {
        if (!referenced.has(tree.index)) return tree.body ? build(tree.body, next, copy) : add({ type: 'empty', next });
        const end = add({ type: 'group-end', group: tree.index, next });
        return add({ type: 'group-start', group: tree.index, next: build(tree.body, end, copy) });
      }
      case 'repeat':
        return buildRepeat(tree, next, copy);
    }
  }

  function buildRepeat({ body, least, most }: PatternTree & { type: 'repeat' }, next: number, copy: boolean): number {
    let start = next;
    if (most === Number.POSITIVE_INFINITY) {
      const loop: State = { type: 'split', next: -1, other: next, copy };
      start = add(loop);
      loop.next = build(body, start, copy || least > 0);
    } else {
      // x{0,3} is (((x)?x)?x)?, so that what occurs once is the last copy.
      const ends: number[] = [];
      for (let times = most; times > least; times--) {
        ends.push(start);
        start = build(body, start, copy || times > 1);
      }
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
        start = add({ type: 'split', next: start, other: end, copy });
      }
    }
    for (let times = least; times > 0; times--) start = build(body, start, copy || times > 1);
    return start;
  }

  const start = build(tree, 0, false);
  return { states, start, refersBack: referenced.size > 0 };
}
