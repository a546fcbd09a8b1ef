/** Milliseconds after which a delivery is taken to wait for something else than the disk: a command, another server. */
export const SHORT_DELIVERY = 20;

/**
 * How many deliveries may begin now. Clients wait for an answer, mail that is in the queue does not: while many messages go to
 * the disk, deliveries that are quick come one after the other. One that takes its time holds up no other. Times are in
 * milliseconds, and come from the caller.
 */
export class DeliveryPace {
  /** When each of those that go on began, oldest first. */
  private readonly begun = new Set<{ readonly at: number }>();

  get running(): number {
    return this.begun.size;
  }

  /** @returns what to call when the delivery has ended */
  begin(now: number): () => void {
    const delivery = { at: now };
    this.begun.add(delivery);
    return () => void this.begun.delete(delivery);
  }

  /** @param busy whether many messages go to the disk now */
  free(now: number, limit: number, busy: boolean): number {
    const free = Math.max(0, limit - this.running);
    if (!busy) return free;
    return this.lastBegun() + SHORT_DELIVERY > now ? 0 : Math.min(free, 1);
  }

  /** When the last one that still goes on began. */
  private lastBegun(): number {
    let last = Number.NEGATIVE_INFINITY;
    for (const { at } of this.begun) last = at;
    return last;
  }
}
