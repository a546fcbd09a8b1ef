import { changedPart } from './changed-part.js';

/** What outlives edits of a configuration: values of things that stay, and what was made of all of it before. */
export class Lasting {
  private readonly values = new Map<unknown, WeakMap<object, unknown>>();
  private readonly makers = new Map<unknown, unknown>();
  private readonly lists = new Map<unknown, { readonly of: readonly unknown[]; readonly values: readonly unknown[] }>();
  private readonly wholes = new Map<unknown, { readonly of: readonly unknown[]; readonly value: unknown }>();

  /** The values of things, by what makes them. */
  of<Of extends object, T>(make: unknown): WeakMap<Of, T> {
    const known = this.values.get(make) ?? new WeakMap<object, unknown>();
    this.values.set(make, known);
    return known as WeakMap<Of, T>;
  }

  /** `make` of each of a list; asked again only of what stands between the first and the last that have changed. */
  along<Of, T>(list: readonly Of[], make: (of: Of) => T, key: unknown): readonly T[] {
    const known = this.lists.get(key);
    if (known?.of === list) return known.values as readonly T[];
    let values: readonly unknown[];
    if (known === undefined) values = list.map(make);
    else {
      const { start, gone, come } = changedPart(known.of as readonly Of[], list);
      const behind = known.values.slice(start + gone.length);
      values = known.values.slice(0, start).concat(come.map(make), behind);
    }
    this.lists.set(key, { of: list, values });
    return values as readonly T[];
  }

  /** `make` of a whole list, as long as that is the same one. */
  whole<Of, T>(list: readonly Of[], make: (list: readonly Of[]) => T): T {
    const known = this.wholes.get(make);
    if (known?.of === list) return known.value as T;
    const value = make(list);
    this.wholes.set(make, { of: list, value });
    return value;
  }

  /** `make`, which is told what it gave the last time: the same function each time. */
  onward<Of, T>(make: (of: Of, before: T | undefined) => T): (of: Of) => T {
    const known = this.makers.get(make);
    if (known !== undefined) return known as (of: Of) => T;
    let last: T | undefined;
    const maker = (of: Of): T => {
      last = make(of, last);
      return last;
    };
    this.makers.set(make, maker);
    return maker;
  }
}
