/** Milliseconds from the beginning of deliveries to that of the next ones. */
export const DELIVERY_GAP = 10;

/**
 * How many deliveries may begin now. Mail that is in the queue does not wait for an answer, as clients do: what came in within
 * DELIVERY_GAP begins together, as many at once cost processes and disk less than one after the other; and while many
 * messages come in at once, one of them begins. Times are in milliseconds, and come from the caller.
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

  /** Milliseconds until another may begin, as far as time is concerned. */
  wait(now: number): number {
    return Math.max(0, this.lastBegun + DELIVERY_GAP - now);
  }

  /** @param busy whether many messages come in at once */
  free(now: number, limit: number, busy: boolean): number {
    if (this.lastBegun + DELIVERY_GAP > now) return 0;
    return Math.min(busy ? 1 : limit, Math.max(0, limit - this.going));
  }
}
