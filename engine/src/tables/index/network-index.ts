import type { Network } from '../values/inet-net-pton.js';
import { parseNetwork } from '../values/network.js';
import { type KeyIndex, type MatchContext, Postings } from './key-index.js';

/** Networks of one family and width, by their bits that count. */
interface Width {
  readonly bits: number;
  readonly networks: Postings;
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

/** The first `bits` bits as a byte text, the others zero. */
function masked(bytes: readonly number[], bits: number): string {
  const whole = bits >> 3;
  const head = String.fromCharCode(...bytes.slice(0, whole));
  return bits % 8 === 0 ? head : head + String.fromCharCode((bytes[whole] as number) & (0xff00 >> (bits % 8)) & 0xff);
}
