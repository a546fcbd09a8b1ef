import type { Transport } from '../queue/queued-envelope.js';

/** Seconds; scheduler_ramqueue.c:BACKOFF_TRANSFER and BACKOFF_DELIVERY. */
const BASE: Readonly<Record<Transport, number>> = { mta: 400, mda: 10, bounce: 10 };

/** When an envelope that was just accepted, or read back with so many tries behind it, is due (scheduler_backoff). */
export function firstTry(transport: Transport, created: number, retries: number): number {
  return created + BASE[transport] * retries * retries;
}

/**
 * When a failed envelope is tried again: at the first point of the curve created + base * n², n from its tries on, that
 * still lies ahead (scheduler_next). All times in seconds since the epoch.
 */
export function nextTry(transport: Transport, created: number, retries: number, now: number): number {
  const base = BASE[transport];
  const reached = now < created ? -1 : Math.floor(Math.sqrt((now - created) / base));
  let step = Math.max(retries, reached);
  while (created + base * step * step <= now) step += 1;
  return created + base * step * step;
}
