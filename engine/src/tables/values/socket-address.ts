import { PLATFORMS, parseIPv4, parseIPv6, type Target } from '@smtpd-conf/grammar';
import { behaves } from '../../behaviour.js';
import { startsWithNoCase, strtonum } from '../ascii.js';

/** An address to relay from: four or sixteen bytes, and the scope of a link-local one as written. */
export interface SocketAddress {
  readonly bytes: readonly number[];
  readonly scope?: string;
}

/** An address and the name to say HELO with from there (struct addrname). */
export interface AddressName {
  readonly address: SocketAddress;
  readonly name: string;
}

const UINT_MAX = 0xffffffff;

/**
 * table.c:parse_sockaddr: an IPv4 address, or one of IPv6, `ipv6:` before it or not. From 7.5 on it may stand in brackets, and
 * what follows them is not looked at. A scope is a number, or the name of an interface where the address has a scope; that
 * there is such an interface is not checked here. Undefined, and the lookup fails, where it is no address.
 */
export function parseSocketAddress(text: string, { version }: Target): SocketAddress | undefined {
  const inet4 = parseIPv4(text);
  if (inet4 !== undefined) return { bytes: inet4 };
  const brackets = behaves(version, 'bracketed-sources');
  const opened = brackets && text.startsWith('[') ? text.slice(1) : text;
  const plain = startsWithNoCase(opened, 'ipv6:') ? opened.slice(5) : opened;
  const inside = brackets ? (plain.split(']', 1)[0] as string) : plain;
  const percent = inside.indexOf('%');
  const bytes = parseIPv6(percent < 0 ? inside : inside.slice(0, percent));
  if (bytes === undefined) return undefined;
  if (percent < 0) return { bytes };
  const scope = inside.slice(percent + 1);
  return hasScope(bytes) || strtonum(scope, 0, UINT_MAX) !== undefined ? { bytes, scope } : undefined;
}

/** Link-local addresses, and multicast ones of the link or the node. */
function hasScope(bytes: readonly number[]): boolean {
  const [first = 0, second = 0] = bytes;
  if (first === 0xfe) return (second & 0xc0) === 0x80;
  return first === 0xff && ((second & 0x0f) === 1 || (second & 0x0f) === 2);
}

/** table.c:table_parse_lookup for K_ADDRNAME: the key is the address, the value the name. */
export function parseAddressName(key: string, value: string, target: Target): AddressName | undefined {
  const address = parseSocketAddress(key, target);
  if (address === undefined || value.length > PLATFORMS[target.platform].hostNameMax) return undefined;
  return { address, name: value };
}
