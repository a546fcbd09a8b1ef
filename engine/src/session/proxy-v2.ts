import type { Peer } from './session-state.js';

/** proxy.c: PROXY_SESSION_TIMEOUT, in seconds: how long the header may take. */
export const PROXY_TIMEOUT = 300;

const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
const HEADER = 16;
const UINT16_MAX = 0xffff;
const LOCAL = 0;
const PROXIED = 1;

/** Address family and protocol, and how many bytes of addresses come with them. */
const FAMILIES: ReadonlyMap<number, { readonly family: 'none' | 'inet4' | 'inet6' | 'unix'; readonly size: number }> =
  new Map([
    [0x00, { family: 'none', size: 0 }],
    [0x11, { family: 'inet4', size: 12 }],
    [0x21, { family: 'inet6', size: 36 }],
    [0x31, { family: 'unix', size: 216 }],
  ]);

export type ProxyHeader =
  /** More bytes are wanted: at least `missing`. */
  | { readonly type: 'incomplete'; readonly missing: number }
  | { readonly type: 'refused'; readonly reason: string }
  /** `length`: of the header in bytes; what follows is the client's. Without a client, the peer of the socket is it. */
  | { readonly type: 'complete'; readonly length: number; readonly client?: Peer };

/**
 * The header of the PROXY protocol, version 2, that a listener with `proxy-v2` wants before everything else (proxy.c:proxy_io),
 * out of all bytes received so far. A client over a UNIX socket counts as local submission does.
 */
export function readProxyHeader(bytes: Uint8Array): ProxyHeader {
  if (bytes.length < HEADER) return { type: 'incomplete', missing: HEADER - bytes.length };
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) return refused('invalid signature');
  const [versionAndCommand = 0, familyByte = 0, high = 0, low = 0] = bytes.subarray(SIGNATURE.length, HEADER);
  if (versionAndCommand >> 4 !== 2) return refused('invalid version');
  const kind = FAMILIES.get(familyByte);
  if (!kind) return refused('unsupported address family');
  const rest = (high << 8) | low;
  if (rest > UINT16_MAX - HEADER) return refused('header too long');
  if (rest < kind.size) return refused('address info too short');
  const length = HEADER + rest;
  if (bytes.length < length) return { type: 'incomplete', missing: length - bytes.length };
  const command = versionAndCommand & 0x0f;
  if (command === LOCAL) return { type: 'complete', length };
  if (command !== PROXIED) return refused('unknown command');
  const client = clientOf(kind.family, bytes.subarray(HEADER, HEADER + kind.size));
  return client ? { type: 'complete', length, client } : refused('UNSPEC family not supported for PROXYing');
}

function refused(reason: string): ProxyHeader {
  return { type: 'refused', reason };
}

/** proxy_translate_ss. */
function clientOf(family: 'none' | 'inet4' | 'inet6' | 'unix', addresses: Uint8Array): Peer | undefined {
  const word = (at: number) => ((addresses[at] ?? 0) << 8) | (addresses[at + 1] ?? 0);
  switch (family) {
    case 'none':
      return undefined;
    case 'unix':
      return { family: 'local' };
    case 'inet4':
      return { family, address: addresses.subarray(0, 4).join('.'), port: word(8) };
    case 'inet6': {
      const groups = Array.from({ length: 8 }, (_, at) => word(2 * at));
      return { family, address: ipv6Text(groups), port: word(32) };
    }
  }
}

/** inet_ntop(AF_INET6): the longest run of zeros, the first of equal ones, as `::`; addresses that hold IPv4 show it. */
function ipv6Text(groups: readonly number[]): string {
  const { start, length } = longestZeros(groups);
  const quad = start === 0 && (length === 6 || (length === 5 && groups[5] === UINT16_MAX));
  const shown = groups.map((group) => group.toString(16));
  if (quad) {
    const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
    shown.splice(6, 2, bytes.join('.'));
  }
  if (length < 2) return shown.join(':');
  return `${shown.slice(0, start).join(':')}::${shown.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 };
  let start = 0;
  groups.forEach((group, at) => {
    if (group !== 0) start = at + 1;
    else if (at + 1 - start > best.length) best = { start, length: at + 1 - start };
  });
  return best;
}
