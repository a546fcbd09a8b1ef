import type { Family, HostLookup } from './world.js';

export interface HostAddress {
  readonly family: 'inet4' | 'inet6';
  readonly address: string;
}

/** The address that a host name is itself: four numbers, or what has colons in it; undefined for a name. */
export function numericHost(host: string): HostAddress | undefined {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(host)) return { family: 'inet4', address: host };
  return /^[0-9a-f.]*:[0-9a-f:.]*$/i.test(host) ? { family: 'inet6', address: host } : undefined;
}

/** What getaddrinfo(3) says of an address; EAI_ADDRFAMILY is no error that parse.y takes for "no such host". */
export function lookupNumeric(host: HostAddress, family: Family): HostLookup {
  if (family === 'any' || family === host.family) return { kind: 'addresses', addresses: [host] };
  return { kind: 'error', text: 'Address family for hostname not supported' };
}
