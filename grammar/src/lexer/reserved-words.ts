/** A word that is a token of its own: its text, one string for all its tokens, and their type. */
export interface ReservedWord {
  readonly text: string;
  readonly type: number;
}

const LETTERS = 32;

/**
 * The reserved words of a release, found where they stand in a text. A file is mostly made of them: a map would need a
 * copy of every word, only to throw it away.
 */
export class ReservedWords {
  /** By length and first letter, which leaves few to compare. */
  private readonly places: (readonly ReservedWord[] | undefined)[] = [];

  constructor(types: Iterable<readonly [text: string, type: number]>) {
    for (const [text, type] of types) {
      const place = placeOf(text.charCodeAt(0), text.length);
      this.places[place] = [...(this.places[place] ?? []), { text, type }];
    }
  }

  /** The reserved word from `start` to `end`, or undefined where other text stands there. */
  find(text: string, start: number, end: number): ReservedWord | undefined {
    const candidates = this.places[placeOf(text.charCodeAt(start), end - start)];
    if (candidates === undefined) return undefined;
    for (let at = 0; at < candidates.length; at++) {
      const word = candidates[at] as ReservedWord;
      if (standsAt(word.text, text, start)) return word;
    }
    return undefined;
  }
}

function placeOf(first: number, length: number): number {
  return length * LETTERS + (first % LETTERS);
}

function standsAt(word: string, text: string, start: number): boolean {
  for (let at = 0; at < word.length; at++) {
    if (word.charCodeAt(at) !== text.charCodeAt(start + at)) return false;
  }
  return true;
}
