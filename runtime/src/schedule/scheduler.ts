import TinyQueue from 'tinyqueue';
import { type EnvelopeId, messageIdOf } from '../queue/ids.js';
import type { EnvelopeProgress, QueuedEnvelope, Transport, Waiting } from '../queue/queued-envelope.js';
import { firstTry, nextTry } from './retry.js';

/** `pause` stops a transport; bounces are made whatever is paused, as in the daemon. */
export type Pausable = 'mda' | 'mta';

interface Entry {
  readonly envelope: QueuedEnvelope;
  progress: EnvelopeProgress;
  state: 'waiting' | 'inflight' | 'held';
  /** Seconds since the epoch; where it waits. */
  due: number;
}

/** A place in the order of due times; one that its entry has moved on from is passed over. */
interface Slot {
  readonly due: number;
  readonly entry: Entry;
}

export interface SchedulerOptions {
  /** `scheduler limit max-inflight`. */
  readonly maxInflight: number;
}

/**
 * Which envelopes are due, in memory (scheduler_ramqueue.c). It knows no clock and does nothing by itself: times are
 * seconds since the epoch and come from the caller.
 */
export class Scheduler {
  private readonly entries = new Map<EnvelopeId, Entry>();
  private readonly order = new TinyQueue<Slot>([], (a, b) => a.due - b.due);
  /** Due, but their transport is paused. */
  private readonly parked = new Set<Entry>();
  private readonly paused = new Set<Transport>();
  private inflightCount = 0;

  constructor(private readonly options: SchedulerOptions) {}

  /** Takes an envelope in: a new one, or one that was read back with tries behind it. */
  add({ envelope, progress }: Waiting): void {
    const due = firstTry(envelope.transport, envelope.created, progress.retries);
    const entry: Entry = { envelope, progress, state: 'held', due };
    this.entries.set(envelope.id, entry);
    if (!progress.suspended) this.wait(entry, due);
  }

  /** The envelopes to work on now, at most `limit`; they are in flight until one of the methods below says otherwise. */
  take(now: number, limit: number): readonly Waiting[] {
    const taken: Entry[] = [];
    while (taken.length < limit && this.inflightCount < this.options.maxInflight) {
      const slot = this.order.peek();
      if (slot === undefined || slot.due > now) break;
      this.order.pop();
      const { entry } = slot;
      if (!this.isCurrent(slot)) continue;
      if (this.paused.has(entry.envelope.transport)) {
        this.parked.add(entry);
        continue;
      }
      entry.state = 'inflight';
      this.inflightCount += 1;
      taken.push(entry);
    }
    return taken;
  }

  /** When something will be due; undefined where nothing waits. */
  nextDue(): number | undefined {
    for (let slot = this.order.peek(); slot !== undefined; slot = this.order.peek()) {
      if (this.isCurrent(slot) && !this.parked.has(slot.entry)) return slot.due;
      this.order.pop();
    }
    return undefined;
  }

  /** Whether an envelope's time is up at `now` (scheduler_ramqueue.c: evp->expire). */
  static isExpired({ created, ttl }: QueuedEnvelope, now: number): boolean {
    return created + ttl < now;
  }

  /** A try failed for now; what the queue is to note, with the time of the next one in `due`. */
  retry(id: EnvelopeId, error: string, now: number): { progress: EnvelopeProgress; due: number } | undefined {
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    const retries = entry.progress.retries + 1;
    entry.progress = { ...entry.progress, retries, lastTry: now, error };
    const due = nextTry(entry.envelope.transport, entry.envelope.created, retries, now);
    this.wait(entry, due);
    return { progress: entry.progress, due };
  }

  /** Notes that the sender was warned of the delay that ends at `time`. */
  warned(id: EnvelopeId, time: number): EnvelopeProgress | undefined {
    const entry = this.entries.get(id);
    if (entry) entry.progress = { ...entry.progress, lastBounce: time };
    return entry?.progress;
  }

  /** An envelope that was taken could not be worked on, through no fault of its own: it waits `seconds` more. */
  postpone(id: EnvelopeId, now: number, seconds: number): void {
    const entry = this.entries.get(id);
    if (entry) this.wait(entry, now + seconds);
  }

  /** An envelope is done with, or was removed by hand. */
  remove(id: EnvelopeId): QueuedEnvelope | undefined {
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    this.leave(entry);
    this.entries.delete(id);
    this.parked.delete(entry);
    return entry.envelope;
  }

  /** `schedule`: makes envelopes due at once, by envelope id, by message id, or all; how many. Those in flight stay. */
  scheduleNow(which: EnvelopeId | 'all', now: number): number {
    let count = 0;
    for (const entry of this.matching(which)) {
      if (entry.state === 'inflight') continue;
      count += 1;
      entry.progress = withoutSuspension(entry.progress);
      this.wait(entry, Math.min(now, entry.due));
    }
    return count;
  }

  /** `pause envelope` and `resume envelope`; the envelopes that changed. */
  suspend(which: EnvelopeId | 'all', suspended: boolean, now: number): readonly Waiting[] {
    const changed: Entry[] = [];
    for (const entry of this.matching(which)) {
      if ((entry.progress.suspended ?? false) === suspended || entry.state === 'inflight') continue;
      changed.push(entry);
      if (suspended) {
        entry.progress = { ...entry.progress, suspended };
        entry.state = 'held';
        this.parked.delete(entry);
      } else {
        entry.progress = withoutSuspension(entry.progress);
        this.wait(entry, Math.max(now, entry.due));
      }
    }
    return changed;
  }

  pause(transport: Pausable): void {
    this.paused.add(transport);
  }

  resume(transport: Pausable): void {
    this.paused.delete(transport);
    for (const entry of [...this.parked]) {
      if (entry.envelope.transport !== transport) continue;
      this.parked.delete(entry);
      this.wait(entry, entry.due);
    }
  }

  isPaused(transport: Pausable): boolean {
    return this.paused.has(transport);
  }

  get(id: EnvelopeId): (Waiting & { readonly state: Entry['state']; readonly due: number }) | undefined {
    return this.entries.get(id);
  }

  /** Everything in the queue, in the order in which it came. */
  all(): Iterable<Waiting & { readonly state: Entry['state']; readonly due: number }> {
    return this.entries.values();
  }

  get size(): number {
    return this.entries.size;
  }

  get inflight(): number {
    return this.inflightCount;
  }

  private wait(entry: Entry, due: number): void {
    this.leave(entry);
    entry.state = 'waiting';
    entry.due = due;
    this.parked.delete(entry);
    this.order.push({ due, entry });
  }

  private leave(entry: Entry): void {
    if (entry.state === 'inflight') this.inflightCount -= 1;
    entry.state = 'held';
  }

  private isCurrent({ due, entry }: Slot): boolean {
    return entry.state === 'waiting' && entry.due === due && this.entries.get(entry.envelope.id) === entry;
  }

  private *matching(which: EnvelopeId | 'all'): Iterable<Entry> {
    if (which.length === 16) {
      const entry = this.entries.get(which);
      if (entry) yield entry;
      return;
    }
    for (const entry of this.entries.values()) {
      if (which === 'all' || messageIdOf(entry.envelope.id) === which) yield entry;
    }
  }
}

function withoutSuspension({ suspended: _, ...progress }: EnvelopeProgress): EnvelopeProgress {
  return progress;
}
