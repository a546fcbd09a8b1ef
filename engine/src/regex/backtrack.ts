import { EDGE, holds, outsideOf, type Side } from './anchor.js';
import type { Program, State } from './program.js';

/** Steps that a search with back-references may take; no text of a session needs more unless it was made to. */
const MOST_STEPS = 100_000;

interface Thread {
  readonly state: number;
  readonly at: number;
  /** Whether it comes right from an anchor that counts. */
  readonly anchored: boolean;
  /** Where each group that is referred to began and ended last; it has a value once both are there. */
  readonly groups: readonly (readonly [start: number, end: number] | undefined)[];
}

/**
 * Whether the program matches anywhere, back-references and all: tries every way, none twice. Takes a number of steps that
 * is bounded but not linear; a search that needs more finds nothing.
 */
export function backtrack({ states, start }: Program, bytes: string): boolean {
  const seen = new Set<string>();
  const pending: Thread[] = [];
  for (let at = bytes.length; at >= 0; at--) pending.push({ state: start, at, anchored: false, groups: [] });
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const thread = pending.pop();
    if (thread === undefined) return false;
    const { at, groups } = thread;
    const key = `${thread.state} ${at} ${thread.anchored} ${groups.join(' ')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const state = states[thread.state] as State;
    switch (state.type) {
      case 'match':
        return true;
      case 'byte':
        if (at < bytes.length && state.set[bytes.charCodeAt(at) & 0xff]) {
          pending.push({ state: state.next, at: at + 1, anchored: false, groups });
        }
        break;
      case 'anchor': {
        if (state.loose && !thread.anchored) {
          pending.push({ ...thread, state: state.next });
          break;
        }
        if (!holds(state.anchor, side(bytes, at - 1), side(bytes, at))) break;
        pending.push({ ...thread, state: state.next, anchored: true });
        break;
      }
      case 'empty':
        pending.push({ ...thread, state: state.next });
        break;
      case 'split':
        pending.push({ ...thread, state: state.other }, { ...thread, state: state.next });
        break;
      case 'group-start':
        pending.push({ ...thread, state: state.next, groups: withGroup(groups, state.group, [at, -1]) });
        break;
      case 'group-end': {
        const begun = groups[state.group]?.[0] ?? at;
        pending.push({ ...thread, state: state.next, groups: withGroup(groups, state.group, [begun, at]) });
        break;
      }
      case 'back-reference': {
        const [from, to] = groups[state.group] ?? [0, -1];
        if (to < 0 || !bytes.startsWith(bytes.slice(from, to), at)) break;
        pending.push({ ...thread, state: state.next, at: at + to - from });
        break;
      }
    }
  }
  return false;
}

/** What the byte at a place is to an anchor beside it. Patterns that refer back see no lines. */
function side(bytes: string, at: number): Side {
  return at < 0 || at >= bytes.length ? EDGE : outsideOf(bytes.charCodeAt(at) & 0xff);
}

function withGroup(groups: Thread['groups'], index: number, value: readonly [number, number]): Thread['groups'] {
  const copy = [...groups];
  copy[index] = value;
  return copy;
}
