import fc from 'fast-check';

/** Random choices, read one after the other from a stream of numbers that fast-check makes out of a seed. */
export class Draw {
  /** How often, in percent, a generator that could do right does something wrong instead. */
  slipPercent = 0;

  constructor(private readonly numbers: Iterator<number>) {}

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return (this.numbers.next().value as number) % limit;
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(percent: number): boolean {
    return this.below(10_000) < percent * 100;
  }

  /** Whether to make a mistake here. */
  slips(): boolean {
    return this.slipPercent > 0 && this.chance(this.slipPercent);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** One of the keys, as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries<number>(weights);
    let rest = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [key, weight] of entries) {
      if (rest < weight) return key as T;
      rest -= weight;
    }
    throw new Error('no weights');
  }

  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** The elements in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
    }
    return copy;
  }
}

/** Draws as fast-check makes them: an endless stream of numbers without a bias towards small ones. */
export const draws: fc.Arbitrary<Draw> = fc
  .noBias(fc.infiniteStream(fc.nat(0x7fffffff)))
  .map((numbers) => new Draw(numbers));
