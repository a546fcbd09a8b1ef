import { EDGE, holds, insideOf, NO_WORD, outsideOf, type Side } from './anchor.js';
import type { ByteSet } from './byte-set.js';
import type { Program, State } from './program.js';

/** A set of states that the text so far has led to, what lay before the place, and where each class of byte leads. */
interface Node {
  readonly core: readonly number[];
  /** The byte before, as a match that has read it sees it, and as one that begins here does. */
  readonly inside: Side;
  readonly outside: Side;
  readonly next: (Node | 'match' | undefined)[];
  /** Whether the pattern matches where the text ends here. */
  atEnd?: boolean;
}

/** Above so many nodes all are forgotten, so that no text makes an automaton grow without bound. */
const MOST_NODES = 1000;

/**
 * A deterministic automaton over the program, made while it is used: each byte of a text costs one step, and at worst a few
 * walks over the states. It looks for a match that begins anywhere. The program has no back-references.
 */
export function lazyAutomaton(program: Program): (bytes: string) => boolean {
  const { states, start } = program;
  const classes = byteClasses(program);
  const marks = new Uint32Array(states.length * 2);
  let mark = 0;
  let nodes = new Map<string, Node>();
  let first = nodeOf([], EDGE, EDGE);

  function nodeOf(core: number[], inside: Side, outside: Side): Node {
    const key = `${inside}${outside} ${core.join(' ')}`;
    const known = nodes.get(key);
    if (known) return known;
    const node: Node = { core, inside, outside, next: [] };
    nodes.set(key, node);
    return node;
  }

  /** Adds the states reached from `seeds` between `before` and `after` that read a byte; true where the end is reached. */
  function close(seeds: readonly number[], before: Side, after: Side, readers: Set<number>): boolean {
    // Twice the state's number, one more behind an anchor.
    const pending = seeds.map((seed) => seed * 2);
    mark++;
    let matches = false;
    for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
      if (marks[item] === mark) continue;
      marks[item] = mark;
      const anchored = item & 1;
      const state = states[item >> 1] as State;
      if (state.type === 'match') matches = true;
      else if (state.type === 'byte') readers.add(item >> 1);
      else if (state.type === 'split') pending.push(state.other * 2 + anchored, state.next * 2 + anchored);
      else if (state.type !== 'anchor' || (state.loose && anchored === 0)) pending.push(state.next * 2 + anchored);
      else if (holds(state.anchor, before, after)) pending.push(state.next * 2 + 1);
    }
    return matches;
  }

  /** From those under way, and from the beginning. */
  function closeNode(node: Node, after: Side, readers: Set<number>): boolean {
    const goesOn = close(node.core, node.inside, after, readers);
    return close([start], node.outside, after, readers) || goesOn;
  }

  function step(node: Node, byte: number): Node | 'match' {
    const inside = classes.seesPlaces ? insideOf(byte) : NO_WORD;
    const outside = classes.seesPlaces ? outsideOf(byte) : NO_WORD;
    const readers = new Set<number>();
    if (closeNode(node, outside, readers)) return 'match';
    if (inside !== outside) closeNode(node, inside, readers);
    const core = new Set<number>();
    for (const reader of readers) {
      const state = states[reader];
      if (state?.type === 'byte' && state.set[byte]) core.add(state.next);
    }
    return nodeOf(
      [...core].sort((a, b) => a - b),
      inside,
      outside,
    );
  }

  return (bytes) => {
    if (nodes.size > MOST_NODES) {
      nodes = new Map();
      first = nodeOf([], EDGE, EDGE);
    }
    let node = first;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes.charCodeAt(at) & 0xff;
      const kind = classes.of[byte] as number;
      let next = node.next[kind];
      if (next === undefined) {
        next = step(node, byte);
        node.next[kind] = next;
      }
      if (next === 'match') return true;
      node = next;
    }
    node.atEnd ??= closeNode(node, EDGE, new Set());
    return node.atEnd;
  };
}

/** Bytes that neither a state nor a place tells apart have one number. */
function byteClasses({ states }: Program): { readonly of: Uint16Array; readonly seesPlaces: boolean } {
  const sets = new Set<ByteSet>();
  let seesPlaces = false;
  for (const state of states) {
    if (state.type === 'byte') sets.add(state.set);
    if (state.type === 'anchor' && state.anchor !== 'first' && state.anchor !== 'last') seesPlaces = true;
  }
  const of = new Uint16Array(256);
  const split = (kind: (byte: number) => number) => {
    const numbers = new Map<number, number>();
    for (let byte = 0; byte < 256; byte++) {
      const signature = (of[byte] as number) * 4 + kind(byte);
      if (!numbers.has(signature)) numbers.set(signature, numbers.size);
      of[byte] = numbers.get(signature) as number;
    }
  };
  for (const set of sets) split((byte) => set[byte] as number);
  if (seesPlaces) split(insideOf);
  return { of, seesPlaces };
}
