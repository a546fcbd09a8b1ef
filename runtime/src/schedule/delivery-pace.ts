/** Milliseconds from one delivery to the next while clients come first. */
export const DELIVERY_GAP = 10;

/**
 * How many deliveries may begin now. Clients wait for an answer, mail that is in the queue does not: while many messages come
 * in at once, one delivery begins every DELIVERY_GAP. Times are in milliseconds, and come from the caller.
 */
export class DeliveryPace {
  private lastBegun = Number.NEGATIVE_INFINITY;
  private going = 0;

  get running(): number {
    return this.going;
  }

  /** @returns what to call when the delivery has ended */
  begin(now: number): () => void {
    this.lastBegun = now;
    this.going += 1;
    let ended = false;
    return () => {
      if (!ended) this.going -= 1;
      ended = true;
    };
  }

  /** @param busy whether many messages come in at once */
  free(now: number, limit: number, busy: boolean): number {
    const free = Math.max(0, limit - this.going);
    if (!busy) return free;
    return this.lastBegun + DELIVERY_GAP > now ? 0 : Math.min(free, 1);
  }
}
