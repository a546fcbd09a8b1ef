/** A message for one recipient. */
export type Item = string;

export function itemOf(token: string, domain: string): Item {
  return `${token} ${domain}`;
}

/** Everything that was promised and everything that arrived, over any number of crashes. */
export class Account {
  private readonly promised = new Set<Item>();
  private readonly arrivals = new Map<Item, number>();
  /** How often an item may arrive more than once: it was in the queue when a crash came. */
  private readonly allowed = new Map<Item, number>();
  readonly torn: string[] = [];

  /** A client heard 250 for it. */
  promise(item: Item): void {
    this.promised.add(item);
  }

  /** @param item undefined where what arrived is not what was sent */
  arrived(item: Item | undefined, where: string): void {
    if (item === undefined) this.torn.push(where);
    else this.arrivals.set(item, (this.arrivals.get(item) ?? 0) + 1);
  }

  /** @param queued what the queue on disk held when the server was dead */
  crashed(queued: ReadonlySet<Item>): readonly string[] {
    for (const item of queued) this.allowed.set(item, (this.allowed.get(item) ?? 0) + 1);
    return [...this.promised]
      .filter((item) => !this.arrivals.has(item) && !queued.has(item))
      .map((item) => `lost: ${item}`);
  }

  /** What is wrong when nothing is left in the queue. */
  settle(): readonly string[] {
    const lost = this.crashed(new Set());
    const doubled = [...this.arrivals].flatMap(([item, times]) =>
      times > 1 + (this.allowed.get(item) ?? 0) ? [`doubled without a crash: ${item}, ${times} times`] : [],
    );
    return [...lost, ...doubled, ...this.torn.map((where) => `torn: ${where}`)];
  }

  get counts(): { promised: number; arrived: number; twice: number } {
    const times = [...this.arrivals.values()];
    return {
      promised: this.promised.size,
      arrived: times.length,
      twice: times.filter((one) => one > 1).length,
    };
  }
}
