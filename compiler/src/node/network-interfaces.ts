import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { InterfaceAddress } from '../world/world.js';
import { builtin } from './builtin.js';

/**
 * The addresses of all interfaces in getifaddrs(3)'s order on Linux: those of IPv4 first. Node leaves out interfaces
 * that have no carrier (a bridge that nothing is plugged into); where there is one, ip(8) is asked. One that is set
 * down yet has addresses stays unseen unless it has company: every Linux has a few that are down, without addresses.
 */
export function interfaceAddresses(): readonly InterfaceAddress[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.map(({ address, family, ...rest }): InterfaceAddress => {
      if (family === 'IPv4') return { name, family: 'inet4', address };
      const scope = 'scopeid' in rest ? rest.scopeid : 0;
      return { name, family: 'inet6', address, ...(scope ? { scope } : {}) };
    }),
  );
  const all = hasIdleInterface() || hasAddressBeside(found) ? (askIp() ?? found) : found;
  return [...all.filter(({ family }) => family === 'inet4'), ...all.filter(({ family }) => family === 'inet6')];
}

function hasIdleInterface(): boolean {
  try {
    return readdirSync('/sys/class/net').some(isIdle);
  } catch {
    return false;
  }
}

/** Reading the carrier of an interface that is down fails. */
function isIdle(name: string): boolean {
  try {
    return readFileSync(`/sys/class/net/${name}/carrier`, 'latin1').trim() === '0';
  } catch {
    return false;
  }
}

/** Whether this network namespace, which /sys need not be of, has an IPv4 address of its own that was not found. */
function hasAddressBeside(found: readonly InterfaceAddress[]): boolean {
  try {
    const known = new Set(found.map(({ address }) => address));
    const own = readFileSync('/proc/net/fib_trie', 'latin1').matchAll(/\|-- ([\d.]+)\n\s+\/32 host LOCAL/g);
    return [...own].some(([, address = '']) => !known.has(address));
  } catch {
    return false;
  }
}

interface IpLink {
  readonly ifindex: number;
  readonly ifname: string;
  readonly addr_info: readonly { family: string; local: string; label?: string; scope: string }[];
}

function askIp(): readonly InterfaceAddress[] | undefined {
  const { stdout, status } = builtin('node:child_process').spawnSync('ip', ['-j', 'address', 'show'], {
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  return (JSON.parse(stdout) as readonly IpLink[]).flatMap(({ ifindex, ifname, addr_info }) =>
    addr_info.map(({ family, local, label, scope }): InterfaceAddress => {
      if (family === 'inet') return { name: label ?? ifname, family: 'inet4', address: local };
      return { name: ifname, family: 'inet6', address: local, ...(scope === 'link' ? { scope: ifindex } : {}) };
    }),
  );
}
