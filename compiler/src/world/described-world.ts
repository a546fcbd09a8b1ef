import { readPrivateKeyBlock } from '../pki/private-key.js';
import { DescribedFiles } from './described-files.js';
import { lookupNumeric, numericHost } from './numeric-host.js';
import type { Family, HostLookup, InterfaceAddress, World } from './world.js';
import type { DescribedHost, DescribedInterface, WorldDescription } from './world-description.js';

const LOOPBACK = { lo: ['127.0.0.1', '::1'] } as const;

/** The TCP ports that a mail configuration speaks of, with the aliases that Debian's /etc/services has for them. */
const MAIL_PORTS: ReadonlyMap<string, number> = new Map([
  ['smtp', 25],
  ['mail', 25],
  ['qmtp', 209],
  ['smtps', 465],
  ['ssmtp', 465],
  ['submissions', 465],
  ['urd', 465],
  ['submission', 587],
]);

/** As many as fit where 1,024 files may be open: four are open already. */
const OPEN_FILES = 1020;

/** The world that a description describes; whatever it leaves out does not exist. */
export function describedWorld(description: WorldDescription): World {
  const files = new DescribedFiles(description.files ?? {});
  const interfaces = Object.entries<readonly string[] | DescribedInterface>(description.interfaces ?? LOOPBACK);
  const hosts = new Map<string, readonly string[] | DescribedHost>(
    Object.entries(description.hosts ?? {}).map(([name, host]) => [name.toLowerCase(), host]),
  );
  const services = new Map(Object.entries(description.services ?? {}));
  const addresses = interfaces.flatMap(([name, one]) => addressList(one).map((text) => interfaceAddress(name, text)));
  const inOrder = [
    ...addresses.filter(({ family }) => family === 'inet4'),
    ...addresses.filter(({ family }) => family === 'inet6'),
  ];
  return {
    readFile: (path) => files.read(path),
    status: (path) => files.status(path),
    hostName: () => description.hostname ?? 'localhost',
    canonicalName: (host) => canonicalName(host, hosts.get(host.toLowerCase())),
    interfaces: () => inOrder,
    interfaceGroups: (name) => groupsOf(interfaces.find(([own]) => own === name)?.[1]),
    lookupHost: (name, family) => lookup(name, hosts.get(name.toLowerCase()) ?? [], family),
    servicePort: (name) => services.get(name) ?? MAIL_PORTS.get(name),
    userId: () => description.uid ?? 0,
    openFileLimit: () => description.openFiles ?? OPEN_FILES,
    readPrivateKey: readPrivateKeyBlock,
    now: () => (description.clock === undefined ? new Date() : new Date(description.clock)),
  };
}

function addressList(of: readonly string[] | { readonly addresses: readonly string[] }): readonly string[] {
  return 'addresses' in of ? of.addresses : of;
}

function groupsOf(one: readonly string[] | DescribedInterface | undefined): readonly string[] {
  return one && 'addresses' in one ? (one.groups ?? []) : [];
}

function interfaceAddress(name: string, text: string): InterfaceAddress {
  const [address = '', scope] = text.split('%');
  return { name, family: familyOf(address), address, ...(scope === undefined ? {} : { scope: Number(scope) }) };
}

function familyOf(address: string): 'inet4' | 'inet6' {
  return address.includes(':') ? 'inet6' : 'inet4';
}

function canonicalName(name: string, host: readonly string[] | DescribedHost | undefined): string | undefined {
  if (!host) return undefined;
  return 'addresses' in host ? (host.canonical ?? name) : name;
}

function lookup(name: string, host: readonly string[] | DescribedHost, family: Family): HostLookup {
  const numeric = numericHost(name, () => []);
  if (numeric !== undefined && numeric !== 'none') return lookupNumeric(numeric, family);
  const addresses = addressList(host)
    .map((address) => ({ family: familyOf(address), address }))
    .filter((one) => family === 'any' || one.family === family);
  return addresses.length > 0 ? { kind: 'addresses', addresses } : { kind: 'none' };
}
