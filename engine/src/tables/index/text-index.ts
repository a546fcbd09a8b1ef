import type { Hits, KeyIndex } from './key-index.js';
import { NONE, Postings } from './postings.js';

/** A slot: the hash of a text, and where its record begins, counted in words; no record begins at 0. */
const SLOT = 2;
/** A record: the posting, the place and the length, a word each; then the bytes, up to a whole word. */
const HEADER = 3;

/**
 * Byte texts with numbers, found by any stretch of a key. Of many texts none is in a cache of the processor, so what counts is how
 * many places in memory a search goes to: here two, a slot and the record, where a Map of strings takes five or more.
 * The same text in another `place` is another one.
 */
export class TextIndex implements KeyIndex {
  private readonly postings = new Postings();
  private slots = new Int32Array(SLOT * 4);
  private words = new Int32Array(16);
  private bytes = new Uint8Array(this.words.buffer);
  /** Words that are in use. */
  private end = 1;
  private count = 0;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  add(text: string, number: number, place = 0): void {
    const hash = hashOf(text, 0, text.length, place);
    const known = this.record(hash, text, 0, text.length, place);
    if (known === 0) this.addRecord(hash, text, place, this.postings.with(NONE, number));
    else this.words[known] = this.postings.with(this.words[known] as number, number);
  }

  /** The numbers of the text that is `key` from `from` up to `to`. */
  find(key: string, hits: Hits, from = 0, to = key.length, place = 0): void {
    if (this.count === 0) return;
    const record = this.record(hashOf(key, from, to, place), key, from, to, place);
    if (record !== 0) this.postings.tell(this.words[record] as number, hits);
  }

  private record(hash: number, key: string, from: number, to: number, place: number): number {
    const { slots } = this;
    const last = slots.length - SLOT;
    for (let slot = (hash * SLOT) & last; ; slot = (slot + SLOT) & last) {
      const record = slots[slot + 1] as number;
      if (record === 0 || (slots[slot] === hash && this.holds(record, key, from, to, place))) return record;
    }
  }

  private holds(record: number, key: string, from: number, to: number, place: number): boolean {
    if (this.words[record + 2] !== to - from || this.words[record + 1] !== place) return false;
    const { bytes } = this;
    const ahead = (record + HEADER) * 4 - from;
    for (let at = from; at < to; at++) if (bytes[ahead + at] !== key.charCodeAt(at)) return false;
    return true;
  }

  private addRecord(hash: number, text: string, place: number, posting: number): void {
    this.count += 1;
    if (this.count * SLOT * 4 > this.slots.length * 3) this.widen();
    const record = this.end;
    this.end += HEADER + ((text.length + 3) >> 2);
    if (this.end > this.words.length) this.lengthen();
    enter(this.slots, hash, record);
    this.words.set([posting, place, text.length], record);
    const start = (record + HEADER) * 4;
    for (let at = 0; at < text.length; at++) this.bytes[start + at] = text.charCodeAt(at);
  }

  private widen(): void {
    const before = this.slots;
    this.slots = new Int32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += SLOT) {
      if (before[slot + 1] !== 0) enter(this.slots, before[slot] as number, before[slot + 1] as number);
    }
  }

  private lengthen(): void {
    const before = this.words;
    this.words = new Int32Array(Math.max(before.length * 2, this.end));
    this.words.set(before);
    this.bytes = new Uint8Array(this.words.buffer);
  }
}

function enter(slots: Int32Array, hash: number, record: number): void {
  const last = slots.length - SLOT;
  let slot = (hash * SLOT) & last;
  while (slots[slot + 1] !== 0) slot = (slot + SLOT) & last;
  slots[slot] = hash;
  slots[slot + 1] = record;
}

/** FNV-1a, and its upper bits brought down to where slots are chosen. */
function hashOf(text: string, from: number, to: number, place: number): number {
  let hash = 0x811c9dc5 ^ place;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}
