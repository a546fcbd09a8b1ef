import type { Connected } from './smtp-connect.js';

/** Milliseconds that a connection waits for more mail (limit.c: session-keepalive, in seconds there). */
const KEEPALIVE = 'session-keepalive';
const PER_HOST = 'max-conn-per-host';
const PER_SESSION = 'max-mail-per-session';

interface Kept {
  readonly connected: Connected;
  readonly timer: NodeJS.Timeout;
}

/** Connections to other servers: how many there are to a host, and those that wait for more mail. */
export class ConnectionPool {
  private readonly kept = new Map<string, Kept[]>();
  private readonly hosts = new Map<string, { open: number; readonly waiting: (() => void)[] }>();

  /** @param limits `mta limit` */
  constructor(private readonly limits: Readonly<Record<string, number>>) {}

  /** Does something with a host when there are not too many who do. */
  async use<T>(address: string, work: () => Promise<T>): Promise<T> {
    const host = this.hosts.get(address) ?? { open: 0, waiting: [] };
    this.hosts.set(address, host);
    if (host.open >= (this.limits[PER_HOST] ?? 10)) {
      await new Promise<void>((resolve) => {
        host.waiting.push(resolve);
      });
    } else host.open += 1;
    try {
      return await work();
    } finally {
      const next = host.waiting.shift();
      if (next) next();
      else host.open -= 1;
      if (host.open === 0) this.hosts.delete(address);
    }
  }

  take(key: string): Connected | undefined {
    const waiting = this.kept.get(key);
    const one = waiting?.pop();
    if (waiting?.length === 0) this.kept.delete(key);
    clearTimeout(one?.timer);
    return one?.connected;
  }

  keep(key: string, connected: Connected): void {
    if (connected.lost || connected.messages >= (this.limits[PER_SESSION] ?? 100)) {
      connected.connection.quit();
      return;
    }
    const end = (): void => {
      this.forget(key, connected);
      connected.connection.quit();
    };
    const timer = setTimeout(end, (this.limits[KEEPALIVE] ?? 10) * 1000);
    const waiting = this.kept.get(key) ?? [];
    waiting.push({ connected, timer });
    this.kept.set(key, waiting);
    connected.whenLost = () => this.forget(key, connected);
  }

  close(): void {
    for (const waiting of this.kept.values()) {
      for (const { connected, timer } of waiting) {
        clearTimeout(timer);
        connected.connection.close();
      }
    }
    this.kept.clear();
  }

  private forget(key: string, connected: Connected): void {
    const waiting = this.kept.get(key);
    const at = waiting?.findIndex((one) => one.connected === connected) ?? -1;
    if (!waiting || at === -1) return;
    clearTimeout(waiting[at]?.timer);
    waiting.splice(at, 1);
    if (waiting.length === 0) this.kept.delete(key);
  }
}
