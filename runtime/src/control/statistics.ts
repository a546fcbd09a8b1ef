/** Sums since the start, for `monitor` (struct stat_digest). */
export interface Digest {
  readonly clients: number;
  readonly clientsGone: number;
  readonly enqueued: number;
  readonly dequeued: number;
  readonly ok: number;
  readonly tempfail: number;
  readonly permfail: number;
  readonly loop: number;
  readonly expired: number;
  readonly removed: number;
  readonly bounces: number;
}

/** The counters of `show stats`, by the daemon's names; one that never counted anything is not there (stat_ramstat.c). */
export class Statistics {
  private readonly counters = new Map<string, number>();
  private readonly raised = new Map<string, number>();
  private readonly lowered = new Map<string, number>();

  /** @param startup seconds since the epoch */
  constructor(private readonly startup: number) {}

  increment(name: string, by = 1): void {
    add(this.counters, name, by);
    add(this.raised, name, by);
  }

  decrement(name: string, by = 1): void {
    add(this.counters, name, -by);
    add(this.lowered, name, by);
  }

  /** In the order of names, with the time since the start, in seconds. */
  values(now: number): readonly (readonly [name: string, value: number])[] {
    const all = [...this.counters, ['uptime', now - this.startup] as const];
    return all.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** control.c:control_digest_update. */
  digest(): Digest {
    const raised = (name: string): number => this.raised.get(name) ?? 0;
    return {
      clients: raised('smtp.session'),
      clientsGone: this.lowered.get('smtp.session') ?? 0,
      enqueued: raised('scheduler.envelope'),
      dequeued: this.lowered.get('scheduler.envelope') ?? 0,
      ok: raised('scheduler.delivery.ok'),
      tempfail: raised('scheduler.delivery.tempfail'),
      permfail: raised('scheduler.delivery.permfail'),
      loop: raised('scheduler.delivery.loop'),
      expired: raised('scheduler.envelope.expired'),
      removed: raised('scheduler.envelope.removed'),
      bounces: raised('queue.bounce'),
    };
  }
}

function add(counters: Map<string, number>, name: string, by: number): void {
  counters.set(name, (counters.get(name) ?? 0) + by);
}
