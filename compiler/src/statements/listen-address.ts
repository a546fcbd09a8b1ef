import { parseIPv4, parseIPv6 } from '@smtpd-conf/grammar';
import type { Family, World } from '../world/world.js';

export interface ListenAddress {
  readonly family: 'inet4' | 'inet6';
  readonly address: string;
  readonly scope?: number;
}

export type ListenAddresses =
  | { readonly kind: 'found'; readonly addresses: readonly ListenAddress[] }
  | { readonly kind: 'unknown' }
  /** The resolver says that this can be no address of the family; the daemon goes on without a listener. */
  | { readonly kind: 'unparsable'; readonly text: string };

/** The addresses that `listen on NAME` means (parse.y: interface, host_v4, host_v6, host_dns, in this order). */
export function listenAddresses(name: string, family: Family, world: World): ListenAddresses {
  const addresses = world
    .interfaces()
    .filter((one) => one.name === name || world.interfaceGroups(one.name).includes(name))
    .filter((one) => family === 'any' || one.family === family)
    .map(({ family: own, address, scope }) => ({ family: own, address, ...(scope === undefined ? {} : { scope }) }));
  if (addresses.length > 0) return { kind: 'found', addresses };
  if (family !== 'inet6' && parseIPv4(name)) return { kind: 'found', addresses: [{ family: 'inet4', address: name }] };
  if (family !== 'inet4' && parseIPv6(name)) return { kind: 'found', addresses: [{ family: 'inet6', address: name }] };
  const found = world.lookupHost(name, family);
  if (found.kind === 'error') return { kind: 'unparsable', text: found.text };
  if (found.kind === 'none' || found.addresses.length === 0) return { kind: 'unknown' };
  return { kind: 'found', addresses: found.addresses };
}
