import type { HostResultEntry } from './relaying-entry.js';

/** Seconds that a result is remembered (mta.c: HOSTSTAT_EXPIRE_DELAY). */
const KEPT = 4 * 3600;

/** What came of the last mail to each domain, as `smtpctl show hoststats` lists it (mta.c:mta_hoststat_update). */
export class HostResults {
  private readonly results = new Map<string, { readonly time: number; readonly text: string }>();

  /** @param time seconds since the epoch */
  update(domain: string, text: string, time: number): void {
    const name = domain.toLowerCase();
    // The oldest stands first.
    this.results.delete(name);
    this.results.set(name, { time, text });
    this.forget(time);
  }

  /** In the order of the domains. */
  *entries(now: number): Iterable<HostResultEntry> {
    this.forget(now);
    const sorted = [...this.results].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [domain, { time, text }] of sorted) yield { type: 'hoststat', domain, time, text };
  }

  private forget(now: number): void {
    for (const [domain, { time }] of this.results) {
      if (time + KEPT > now) return;
      this.results.delete(domain);
    }
  }
}
