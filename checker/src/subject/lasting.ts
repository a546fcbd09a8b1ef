/** What outlives edits of a configuration: values of things that stay, and what was made of all of it before. */
export class Lasting {
  private readonly values = new Map<unknown, WeakMap<object, unknown>>();
  private readonly makers = new Map<unknown, unknown>();

  /** The values of things, by what makes them. */
  of<Of extends object, T>(make: unknown): WeakMap<Of, T> {
    const known = this.values.get(make) ?? new WeakMap<object, unknown>();
    this.values.set(make, known);
    return known as WeakMap<Of, T>;
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
