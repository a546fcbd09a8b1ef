import { HostResults } from './host-results.js';
import { type HostEntry, type RelayEntry, type RelayingEntry, type RouteEntry, routeText } from './relaying-entry.js';
import { disableRoute, enableRoute, newRoute, type Route } from './route.js';

/** Something that connections are counted of. */
interface Connecting {
  connections: number;
  lastConnected?: number;
}

interface RelayState extends Connecting {
  readonly name: string;
  /** Messages that wait for a connection. */
  tasks: number;
  /** Of its exchangers; absent while they are looked up. */
  addresses?: readonly string[];
  readonly sources: Map<string, Connecting>;
}

interface HostState extends Connecting {
  /** What its address resolves to. */
  name?: string;
}

/** A connection from the moment that it is tried. */
export interface Link {
  /** It can be used, so that its route is one that works. */
  ready(): void;
  /** It ended, or never came about. */
  ended(now: number): void;
}

/**
 * The relays that there is something for, the hosts they lead to, and the routes there, as `smtpctl show` tells of them (mta.c).
 * A route over which nothing got through rests for a while. Addresses are without brackets, sources as in the log; times are
 * seconds since the epoch.
 */
export class RelayRegister {
  readonly results = new HostResults();
  private readonly relays = new Map<string, RelayState>();
  private readonly hosts = new Map<string, HostState>();
  private readonly routes = new Map<string, Route>();
  private lastRoute = 0;

  /** @param log takes what the daemon says of routes */
  constructor(private readonly log: (line: string) => void) {}

  /** A message waits for a relay; what comes back is called when it waits no longer. */
  expect(name: string): () => void {
    const relay: RelayState = this.relays.get(name) ?? { name, tasks: 0, connections: 0, sources: new Map() };
    this.relays.set(name, relay);
    relay.tasks += 1;
    let isWaiting = true;
    return () => {
      if (!isWaiting) return;
      isWaiting = false;
      relay.tasks -= 1;
      this.discardRelay(relay);
    };
  }

  /** Where a relay leads to. */
  resolved(name: string, addresses: readonly string[]): void {
    const relay = this.relays.get(name);
    if (!relay) return;
    relay.addresses = addresses;
    for (const address of addresses) this.host(address);
  }

  /** What an address resolves to, while something leads there. */
  nameOf(address: string): string | undefined {
    return this.hosts.get(address)?.name;
  }

  setName(address: string, name: string): void {
    const host = this.hosts.get(address);
    if (host) host.name = name;
  }

  /** Whether a connection may be tried (mta.c:mta_find_route). */
  isUsable(source: string, address: string, now: number): boolean {
    this.settle(now);
    return !this.routes.get(routeKey(source, address))?.isDisabled;
  }

  /** A connection of a relay's is tried. */
  connect(name: string, source: string, address: string, now: number): Link {
    const relay = this.relays.get(name);
    const route = this.route(source, address);
    const counted: readonly Connecting[] = [
      route,
      this.host(address),
      ...(relay ? [relay, connector(relay, source)] : []),
    ];
    for (const one of counted) {
      one.connections += 1;
      one.lastConnected = now;
    }
    let isOpen = true;
    return {
      ready: () => {
        route.isNew = false;
      },
      ended: (then) => {
        if (!isOpen) return;
        isOpen = false;
        for (const one of counted) one.connections -= 1;
        if (route.isNew) this.disable(route, then);
        this.discardRoute(route);
        if (relay) this.discardRelay(relay);
      },
    };
  }

  /** Ends the rest of routes whose time has come; when the next one has. */
  settle(now: number): number | undefined {
    let next: number | undefined;
    for (const route of this.routes.values()) {
      while (route.due !== undefined && route.due <= now) this.enable(route, route.due);
      if (route.due !== undefined) next = Math.min(next ?? route.due, route.due);
      this.discardRoute(route);
    }
    return next;
  }

  /** `resume route`: the one of this number, or all of them where it is 0. */
  resume(id: number, now: number): void {
    for (const route of this.routes.values()) {
      if (!route.isDisabled || (id !== 0 && route.id !== id)) continue;
      route.penalty = 0;
      this.enable(route, now, ' per admin request');
      this.discardRoute(route);
    }
  }

  *entries(what: 'hosts' | 'routes' | 'relays' | 'hoststats', now: number): Iterable<RelayingEntry> {
    this.settle(now);
    switch (what) {
      case 'hosts':
        for (const [address, host] of this.hosts) yield this.hostEntry(address, host, now);
        return;
      case 'routes':
        for (const route of this.routes.values()) yield this.routeEntry(route, now);
        return;
      case 'relays':
        for (const relay of this.relays.values()) yield relayEntry(relay, now);
        return;
      case 'hoststats':
        yield* this.results.entries(now);
    }
  }

  private hostEntry(address: string, { name, ...connecting }: HostState, now: number): HostEntry {
    const relays = [...this.relays.values()].filter(({ addresses }) => addresses?.includes(address));
    const routes = [...this.routes.values()].filter((route) => route.address === address);
    const known = name === undefined ? {} : { name };
    return { type: 'host', address, ...known, references: relays.length + routes.length, ...counts(connecting, now) };
  }

  private routeEntry(
    { id, source, address, isNew, isDisabled, connections, penalty, due }: Route,
    now: number,
  ): RouteEntry {
    const name = this.nameOf(address);
    const state = { isNew, isDisabled, connections, penalty, ...(due === undefined ? {} : { timeout: due - now }) };
    return { type: 'route', id, source, address, ...(name === undefined ? {} : { name }), ...state };
  }

  private host(address: string): HostState {
    const host = this.hosts.get(address) ?? { connections: 0 };
    this.hosts.set(address, host);
    return host;
  }

  private route(source: string, address: string): Route {
    const key = routeKey(source, address);
    const known = this.routes.get(key);
    if (known) return known;
    this.lastRoute += 1;
    const route = newRoute(this.lastRoute, source, address);
    this.routes.set(key, route);
    return route;
  }

  private disable(route: Route, now: number): void {
    const seconds = disableRoute(route, now);
    if (seconds !== undefined) this.log(`smtp-out: Disabling route ${this.text(route)} for ${seconds}s`);
  }

  private enable(route: Route, now: number, how = ''): void {
    if (route.isDisabled) this.log(`smtp-out: Enabling route ${this.text(route)}${how}`);
    enableRoute(route, now);
  }

  private text({ source, address }: Route): string {
    const name = this.nameOf(address);
    return routeText({ source, address, ...(name === undefined ? {} : { name }) });
  }

  /** One that nobody uses and that need not rest is forgotten. */
  private discardRoute(route: Route): void {
    if (route.connections > 0 || route.due !== undefined) return;
    this.routes.delete(routeKey(route.source, route.address));
    this.discardHost(route.address);
  }

  private discardRelay(relay: RelayState): void {
    if (relay.tasks > 0 || relay.connections > 0) return;
    this.relays.delete(relay.name);
    for (const address of relay.addresses ?? []) this.discardHost(address);
  }

  private discardHost(address: string): void {
    const leadsThere =
      [...this.relays.values()].some(({ addresses }) => addresses?.includes(address)) ||
      [...this.routes.values()].some((route) => route.address === address);
    if (!leadsThere) this.hosts.delete(address);
  }
}

function connector({ sources }: RelayState, source: string): Connecting {
  const known = sources.get(source) ?? { connections: 0 };
  sources.set(source, known);
  return known;
}

function relayEntry({ name, tasks, addresses, sources, ...connecting }: RelayState, now: number): RelayEntry {
  const waitsFor = tasks === 0 ? [] : [addresses ? ('connector' as const) : ('MX' as const)];
  const connectors = [...sources].map(([source, one]) => ({ source, ...counts(one, now) }));
  return { type: 'relay', name, tasks, ...counts(connecting, now), waitsFor, sources: connectors };
}

function counts({ connections, lastConnected }: Connecting, now: number) {
  return { connections, ...(lastConnected === undefined ? {} : { sinceConnected: now - lastConnected }) };
}

function routeKey(source: string, address: string): string {
  return `${source} ${address}`;
}
