import type { Hits, KeyIndex } from './key-index.js';
import { TextIndex } from './text-index.js';

/** Where a name stands in a pattern that begins with a `*`, or goes on with one. */
interface Wildcard {
  /** Patterns that end with this `*`. */
  readonly open: number[];
  /** What goes on behind the `*`, by its first character: that is how far the `*` skips. */
  readonly behind: Map<string, Continuation>;
}

/** Literal text behind a `*`: up to the end of the pattern, or up to the next `*`. */
interface Continuation {
  /** Where the texts up to the end stand among those of all patterns. */
  readonly place: number;
  readonly upToWildcard: Segments;
}

/** Texts between wildcards, found by their lengths. */
interface Segments {
  readonly lengths: number[];
  readonly next: Map<string, Wildcard>;
}

/** Where patterns without a wildcard stand. */
const EXACT = 0;

/**
 * util.c:hostname_match over many patterns. Since a `*` skips to the first place where the character behind it stands, and
 * never further, each character that follows a `*` somewhere leads to one place in the name, from which all goes by hash.
 */
export function domainIndex(): KeyIndex {
  const texts = new TextIndex();
  const starts = noSegments();
  let places = EXACT;
  let exact = 0;

  function walk({ open, behind }: Wildcard, name: string, at: number, hits: Hits): void {
    for (const number of open) hits.add(number);
    for (const [character, { place, upToWildcard }] of behind) {
      const found = name.indexOf(character, at);
      if (found < 0) continue;
      texts.find(name, hits, found, name.length, place);
      walkSegments(upToWildcard, name, found, hits);
    }
  }

  /** A `*` takes nothing where the name has ended. */
  function walkSegments({ lengths, next }: Segments, name: string, at: number, hits: Hits): void {
    for (const length of lengths) {
      if (at + length >= name.length) continue;
      const wildcard = next.get(name.slice(at, at + length));
      if (wildcard) walk(wildcard, name, at + length, hits);
    }
  }

  function continuation({ behind }: Wildcard, segment: string): Continuation {
    const character = segment.charAt(0);
    const known = behind.get(character);
    if (known) return known;
    places += 1;
    const made: Continuation = { place: places, upToWildcard: noSegments() };
    behind.set(character, made);
    return made;
  }

  return {
    add(pattern, number) {
      const [first = '', ...others] = pattern.split(/\*+/);
      if (others.length === 0) {
        exact += 1;
        return texts.add(pattern, number, EXACT);
      }
      let wildcard = wildcardAfter(starts, first);
      for (const segment of others.slice(0, -1)) {
        wildcard = wildcardAfter(continuation(wildcard, segment).upToWildcard, segment);
      }
      const last = others.at(-1) as string;
      if (last === '') wildcard.open.push(number);
      else texts.add(last, number, continuation(wildcard, last).place);
    },
    find(name, hits) {
      if (exact > 0) texts.find(name, hits, 0, name.length, EXACT);
      walkSegments(starts, name, 0, hits);
    },
  };
}

function noSegments(): Segments {
  return { lengths: [], next: new Map() };
}

function wildcardAfter({ lengths, next }: Segments, segment: string): Wildcard {
  const known = next.get(segment);
  if (known) return known;
  const wildcard: Wildcard = { open: [], behind: new Map() };
  next.set(segment, wildcard);
  if (!lengths.includes(segment.length)) lengths.push(segment.length);
  return wildcard;
}
