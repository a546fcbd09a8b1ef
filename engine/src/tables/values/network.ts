import { parseIPv6 } from '@smtpd-conf/grammar';
import { sameButCase, startsWithNoCase, strtonum } from '../ascii.js';
import { inetNetPton, type Network } from './inet-net-pton.js';

/** The buffer of to.c:broken_inet_net_pton_ipv6, without the NUL. */
const LONGEST_IPV6 = 'xxxx:xxxx:xxxx:xxxx:xxxx:xxxx:255:255:255:255/128'.length;

/**
 * to.c:text_to_netaddr: an IPv4 network as inet_net_pton takes it, or one of IPv6 with or without a width, in brackets or
 * not; `IPv6:` may stand before either and inside the brackets. `own` as for inetNetPton.
 */
export function parseNetwork(text: string, own: boolean): Network | undefined {
  const plain = startsWithNoCase(text, 'ipv6:') ? text.slice(5) : text;
  const inet4 = inetNetPton(plain, own);
  if (inet4 !== undefined) return inet4;
  if (!plain.startsWith('[')) return networkOfIPv6(plain);
  const inside = startsWithNoCase(plain.slice(1), 'ipv6:') ? plain.slice(6) : plain.slice(1);
  return inside.endsWith(']') ? networkOfIPv6(inside.slice(0, -1)) : undefined;
}

function networkOfIPv6(text: string): Network | undefined {
  if (text.length > LONGEST_IPV6) return undefined;
  const slash = text.indexOf('/');
  const bytes = parseIPv6(slash < 0 ? text : text.slice(0, slash));
  const bits = slash < 0 ? 128 : strtonum(text.slice(slash + 1), 0, 128);
  return bytes === undefined || bits === undefined ? undefined : { bytes, bits };
}

/** table.c:table_netaddr_match: the same text, or an address of the same family whose first bits are those of the network. */
export function networkMatch(key: string, entry: string, own: boolean): boolean {
  if (sameButCase(key, entry)) return true;
  const address = parseNetwork(key, own);
  const network = address && parseNetwork(entry, own);
  return network !== undefined && address !== undefined && contains(network, address.bytes);
}

/** Whether the bits that count are equal; a width below zero leaves none to count. */
function contains(network: Network, address: readonly number[]): boolean {
  if (address.length !== network.bytes.length) return false;
  return network.bytes.every((byte, at) => {
    const counting = Math.min(8, Math.max(0, network.bits - at * 8));
    return ((byte ^ (address[at] as number)) & (0xff00 >> counting) & 0xff) === 0;
  });
}
