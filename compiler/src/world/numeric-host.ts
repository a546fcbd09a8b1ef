import { looseIPv4, parseIPv6 } from '@smtpd-conf/grammar';
import type { Family, HostLookup, InterfaceAddress } from './world.js';

export interface HostAddress {
  readonly family: 'inet4' | 'inet6';
  readonly address: string;
}

/**
 * What getaddrinfo(3) makes of a host name that is an address: one of IPv4 in any form that inet_aton(3) takes, or one
 * of IPv6, which may name an interface after `%`. Undefined for a name; `none` for an interface that is not there.
 */
export function numericHost(
  host: string,
  interfaces: () => readonly InterfaceAddress[],
): HostAddress | 'none' | undefined {
  const inet4 = looseIPv4(host);
  if (inet4 !== undefined) return { family: 'inet4', address: inet4 };
  const [address = '', scope] = host.split('%', 2);
  if (parseIPv6(address) === undefined) return undefined;
  if (scope === undefined || /^\d+$/.test(scope)) return { family: 'inet6', address };
  const linkLocal = /^(?:fe[89ab]|ff.2)/i.test(address);
  return linkLocal && interfaces().some(({ name }) => name === scope) ? { family: 'inet6', address } : 'none';
}

/** What getaddrinfo(3) says of an address; EAI_ADDRFAMILY is no error that parse.y takes for "no such host". */
export function lookupNumeric(host: HostAddress, family: Family): HostLookup {
  if (family === 'any' || family === host.family) return { kind: 'addresses', addresses: [host] };
  return { kind: 'error', text: 'Address family for hostname not supported' };
}
