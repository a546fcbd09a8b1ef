import type { Network } from '../values/inet-net-pton.js';
import { parseNetwork } from '../values/network.js';
import { type KeyIndex, type MatchContext, Postings } from './key-index.js';

/** Networks of one family and width, by their bits that count. */
interface Width {
  readonly bits: number;
  readonly networks: Postings<number | string>;
}

/** table.c:table_netaddr_match over many networks: one look-up for each width that occurs, and one for the text itself. */
export function networkIndex({ ownNetPton }: MatchContext): KeyIndex {
  const texts = new Postings();
  const widths = { 4: [] as Width[], 16: [] as Width[] };
  let lastKey: string | undefined;
  let lastAddress: Network | undefined;

  function widthsOf({ bytes }: Network): Width[] {
    return bytes.length === 4 ? widths[4] : widths[16];
  }

  return {
    add(pattern, number) {
      texts.add(pattern, number);
      const network = parseNetwork(pattern, ownNetPton);
      if (network === undefined) return;
      const family = widthsOf(network);
      // A width below zero leaves nothing to compare.
      const bits = Math.max(network.bits, 0);
      let width = family.find((known) => known.bits === bits);
      if (width === undefined) {
        width = { bits, networks: new Postings() };
        family.push(width);
      }
      width.networks.add(masked(network.bytes, bits), number);
    },
    find(key, hits) {
      texts.find(key, hits);
      // A session asks for its own address again and again.
      if (key !== lastKey) {
        lastKey = key;
        lastAddress = parseNetwork(key, ownNetPton);
      }
      if (lastAddress === undefined) return;
      for (const { bits, networks } of widthsOf(lastAddress)) networks.find(masked(lastAddress.bytes, bits), hits);
    },
  };
}

/** The first `bits` bits, the others zero: a number for IPv4, a text of eight characters for IPv6. */
function masked(bytes: readonly number[], bits: number): number | string {
  const first = word(bytes, 0, bits);
  if (bytes.length === 4) return first;
  const words = [first, word(bytes, 4, bits - 32), word(bytes, 8, bits - 64), word(bytes, 12, bits - 96)];
  return String.fromCharCode(...words.flatMap((each) => [each >>> 16, each & 0xffff]));
}

/** Four bytes, of which `bits` bits count, as a signed number. */
function word(bytes: readonly number[], at: number, bits: number): number {
  if (bits <= 0) return 0;
  const byte = (place: number) => bytes[at + place] as number;
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) & (bits >= 32 ? -1 : ~(-1 >>> bits));
}
