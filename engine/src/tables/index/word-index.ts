import type { Hits } from './key-index.js';
import { NONE, Postings } from './postings.js';

/**
 * Rows of 32-bit words with numbers, found by their first bits: networks of one width. The words stand in the slots themselves, so
 * that a search goes to one place in memory.
 */
export class WordIndex {
  private readonly postings = new Postings();
  private readonly stride: number;
  /** Of each: the posting, then the words. */
  private slots: Int32Array;
  private size = 4;
  private count = 0;

  /** `words`: how many a row has. `bits`: how many count, from the first. */
  constructor(
    private readonly words: number,
    readonly bits: number,
  ) {
    this.stride = words + 1;
    this.slots = new Int32Array(this.size * this.stride);
  }

  add(row: readonly number[], number: number): void {
    if ((this.count + 1) * 3 > this.size * 2) this.widen();
    const slot = this.slotOf(row);
    const posting = this.slots[slot] as number;
    if (posting === NONE) {
      this.count += 1;
      for (let at = 0; at < this.words; at++) this.slots[slot + 1 + at] = this.counting(row, at);
    }
    this.slots[slot] = this.postings.with(posting, number);
  }

  find(row: readonly number[], hits: Hits): void {
    this.postings.tell(this.slots[this.slotOf(row)] as number, hits);
  }

  /** The slot of a row, or the empty one where it would stand. */
  private slotOf(row: readonly number[]): number {
    let hash = 0;
    for (let at = 0; at < this.words; at++) hash = Math.imul(hash ^ this.counting(row, at), 0x9e3779b1) ^ (hash >>> 15);
    hash ^= hash >>> 16;
    for (let at = hash & (this.size - 1); ; at = (at + 1) & (this.size - 1)) {
      const slot = at * this.stride;
      if (this.slots[slot] === NONE || this.isAt(slot, row)) return slot;
    }
  }

  private isAt(slot: number, row: readonly number[]): boolean {
    for (let at = 0; at < this.words; at++) if (this.slots[slot + 1 + at] !== this.counting(row, at)) return false;
    return true;
  }

  /** What counts of a row's word. */
  private counting(row: readonly number[], at: number): number {
    const bits = this.bits - at * 32;
    if (bits <= 0) return 0;
    return (row[at] as number) & (bits >= 32 ? -1 : ~(-1 >>> bits));
  }

  private widen(): void {
    const before = this.slots;
    this.size *= 2;
    this.slots = new Int32Array(this.size * this.stride);
    for (let from = 0; from < before.length; from += this.stride) {
      if (before[from] === NONE) continue;
      const row = before.subarray(from + 1, from + this.stride);
      this.slots.set(before.subarray(from, from + this.stride), this.slotOf(Array.from(row)));
    }
  }
}
