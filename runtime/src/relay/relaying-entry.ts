import { durationText } from '../log/duration.js';

/** What `show hosts`, `show routes`, `show relays` and `show hoststats` tell of. Times in seconds, `since` ago. */
export type RelayingEntry = HostEntry | RouteEntry | RelayEntry | HostResultEntry;

export interface HostEntry {
  readonly type: 'host';
  readonly address: string;
  readonly name?: string;
  readonly references: number;
  readonly connections: number;
  readonly sinceConnected?: number;
}

export interface RouteEntry {
  readonly type: 'route';
  readonly id: number;
  readonly source: string;
  readonly address: string;
  readonly name?: string;
  readonly isNew: boolean;
  readonly isDisabled: boolean;
  readonly connections: number;
  readonly penalty: number;
  /** Seconds until it is used again, or forgotten. */
  readonly timeout?: number;
}

export interface RelayEntry {
  readonly type: 'relay';
  readonly name: string;
  readonly tasks: number;
  readonly connections: number;
  readonly sinceConnected?: number;
  readonly waitsFor: readonly ('MX' | 'connector')[];
  readonly sources: readonly SourceEntry[];
}

export interface SourceEntry {
  readonly source: string;
  readonly connections: number;
  readonly sinceConnected?: number;
}

export interface HostResultEntry {
  readonly type: 'hoststat';
  readonly domain: string;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

/** As smtpctl prints it (mta.c:mta_imsg, mta_relay_show). A name that is not known is `(null)`, as printf(3) says there. */
export function relayingText(entry: RelayingEntry): string {
  switch (entry.type) {
    case 'host': {
      const { address, name = '(null)', references, connections, sinceConnected } = entry;
      return `${address} ${name} refcount=${references} nconn=${connections} lastconn=${ago(sinceConnected)}`;
    }
    case 'route': {
      const { id, isNew, isDisabled, connections, penalty, timeout } = entry;
      const flags = `${isNew ? 'N' : '-'}${isDisabled ? 'D' : '-'}${timeout !== undefined && connections === 0 && !isDisabled ? 'Q' : '-'}-`;
      return `${id}. ${routeText(entry)} ${flags} nconn=${connections} nerror=0 penalty=${penalty} timeout=${ago(timeout)}`;
    }
    case 'relay': {
      const { name, tasks, connections, sinceConnected, waitsFor, sources } = entry;
      const counts = `ntask=${tasks} nconn=${connections} lastconn=${ago(sinceConnected)}`;
      const relay = `${name} refcount=${connections + waitsFor.length} ${counts} timeout=- wait=${waitsFor.join(',')}`;
      return [relay, ...sources.map(sourceText)].join('\n');
    }
    case 'hoststat':
      return `${entry.domain}|${entry.time}|${entry.text}`;
  }
}

/** mta.c:mta_route_to_text. */
export function routeText({ source, address, name }: Pick<RouteEntry, 'source' | 'address' | 'name'>): string {
  return `${source} <-> ${hostText(address, name)}`;
}

/** mta.c:mta_host_to_text. */
export function hostText(address: string, name: string | undefined): string {
  return `${bracketed(address)}${name === undefined ? '' : ` (${name})`}`;
}

/** to.c:sa_to_text. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function sourceText({ source, connections, sinceConnected }: SourceEntry): string {
  return `  connector ${source} refcount=0 nconn=${connections} lastconn=${ago(sinceConnected)} timeout=- flags=`;
}

function ago(seconds: number | undefined): string {
  return seconds === undefined ? '-' : durationText(seconds);
}
