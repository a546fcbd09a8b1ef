import type { Hits } from './key-index.js';

/**
 * The numbers of one pattern as one integer, for rows of integers: the number itself, since mostly there is one, or a list's
 * place below zero. Where there is a pattern it is never NONE.
 */
export class Postings {
  private readonly lists: number[][] = [];

  /** What stands for the numbers of `posting` and one more. */
  with(posting: number, number: number): number {
    if (posting === NONE) return number + 1;
    if (posting > 0) return -this.lists.push([posting - 1, number]);
    this.lists[-posting - 1]?.push(number);
    return posting;
  }

  tell(posting: number, hits: Hits): void {
    if (posting > 0) hits.add(posting - 1);
    else if (posting < 0) for (const number of this.lists[-posting - 1] ?? []) hits.add(number);
  }
}

/** No pattern. */
export const NONE = 0;
