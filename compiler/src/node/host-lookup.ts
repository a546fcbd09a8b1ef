import { readFileSync } from 'node:fs';
import { type HostAddress, lookupNumeric, numericHost } from '../world/numeric-host.js';
import type { Family, HostLookup, InterfaceAddress } from '../world/world.js';
import { builtin } from './builtin.js';
import { asksFilesFirst, type HostsLine, hostsLines } from './hosts-file.js';

const NONE: HostLookup = { kind: 'none' };
const LOOPBACK = '127.0.0.1';

/**
 * getaddrinfo(3) with AI_ADDRCONFIG, as parse.y:host_dns asks it. Addresses are their own answer; a name whose answer
 * /etc/hosts settles is found there; else getent(1) asks the C library, or where that is missing another Node does.
 */
export function lookupHost(host: string, family: Family, interfaces: () => readonly InterfaceAddress[]): HostLookup {
  const numeric = numericHost(host, interfaces);
  if (numeric === 'none') return NONE;
  if (numeric && family === 'any') return lookupNumeric(numeric, family);
  const wanted = configuredFamily(family, interfaces());
  if (wanted === 'none') return NONE;
  if (numeric) return lookupNumeric(numeric, wanted);
  const lines = linesOf(host).map(({ address }) => asFamily(address, wanted));
  const addresses = lines.filter((address) => address !== undefined);
  return settled(addresses) ?? askLibrary(host, wanted);
}

/** The canonical name as AI_CANONNAME gives it; undefined for a host that is not found. */
export function canonicalName(host: string): string | undefined {
  if (numericHost(host, () => []) !== undefined) return host;
  const [line] = linesOf(host);
  if (line) return line.names[0];
  const first = /^\S+\s+STREAM\s+(\S+)/m.exec(getent('ahosts', host) ?? '');
  return first?.[1];
}

/** AI_ADDRCONFIG: a family in which the host has no address but 127.0.0.1 or ::1 is left out, if it has the other. */
function configuredFamily(family: Family, interfaces: readonly InterfaceAddress[]): Family | 'none' {
  const inet4 = interfaces.some((one) => one.family === 'inet4' && one.address !== LOOPBACK);
  const inet6 = interfaces.some((one) => one.family === 'inet6' && one.address !== '::1');
  if (family === 'any') return inet4 === inet6 ? 'any' : inet4 ? 'inet4' : 'inet6';
  return (family === 'inet4' ? inet4 : inet6) ? family : 'none';
}

/** A line's address if it is of the family; glibc finds 127.0.0.1 where ::1 stands and IPv4 is wanted. */
function asFamily(address: string, family: Family): HostAddress | undefined {
  if (!address.includes(':')) return family === 'inet6' ? undefined : { family: 'inet4', address };
  if (family !== 'inet4') return { family: 'inet6', address };
  return address === '::1' ? { family: 'inet4', address: LOOPBACK } : undefined;
}

/** An answer whose order no routing table has a say in: a single address, or the loopback's, IPv6 first. */
function settled(addresses: readonly HostAddress[]): HostLookup | undefined {
  const isLoopback = ({ address }: HostAddress) => address === '::1' || address === LOOPBACK;
  if (addresses.length === 0 || (addresses.length > 1 && !addresses.every(isLoopback))) return undefined;
  const inet6 = addresses.filter(({ family }) => family === 'inet6');
  return { kind: 'addresses', addresses: [...inet6, ...addresses.filter(({ family }) => family === 'inet4')] };
}

function linesOf(host: string): readonly HostsLine[] {
  return asksFilesFirst(textOf('/etc/nsswitch.conf')) ? hostsLines(textOf('/etc/hosts'), host) : [];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

const DATABASES = { any: 'ahosts', inet4: 'ahostsv4', inet6: 'ahostsv6' } as const;

function askLibrary(host: string, family: Family): HostLookup {
  const output = getent(DATABASES[family], host);
  const found =
    output === undefined ? askNode(host, family) : [...output.matchAll(/^(\S+)\s+STREAM/gm)].map(([, a]) => a);
  // getent ahostsv6 makes addresses up out of those of IPv4.
  const addresses = found
    .filter((address) => address !== undefined && !(family === 'inet6' && address.startsWith('::ffff:')))
    .map((address = ''): HostAddress => ({ family: address.includes(':') ? 'inet6' : 'inet4', address }));
  return addresses.length > 0 ? { kind: 'addresses', addresses } : NONE;
}

/** The output of getent(1), '' where it finds nothing; undefined where there is no such program. */
function getent(database: string, host: string): string | undefined {
  // Other letters it would translate first (AI_IDN), so that "::³" is an address; smtpd does not, and finds nothing.
  if (!/^[\x20-\x7e]*$/.test(host)) return '';
  const { stdout, error } = builtin('node:child_process').spawnSync('getent', [database, '--', host], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return error ? undefined : stdout;
}

const LOOKUP = `
  const [host, family] = process.argv.slice(1);
  const dns = require('node:dns');
  const options = { all: true, family: Number(family), hints: dns.ADDRCONFIG, verbatim: true };
  dns.lookup(host, options, (error, found = []) => console.log(found.map(({ address }) => address).join('\\n')));`;

function askNode(host: string, family: Family): string[] {
  const { stdout } = builtin('node:child_process').spawnSync(
    process.execPath,
    ['-e', LOOKUP, host, { any: '0', inet4: '4', inet6: '6' }[family]],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return (stdout ?? '').split('\n').filter((line) => line !== '');
}
