import type { Network } from '../values/inet-net-pton.js';
import { parseNetwork } from '../values/network.js';
import type { KeyIndex, MatchContext } from './key-index.js';
import { TextIndex } from './text-index.js';
import { WordIndex } from './word-index.js';

/** table.c:table_netaddr_match over many networks: one look-up for each width that occurs. */
export function networkIndex({ ownNetPton }: MatchContext): KeyIndex {
  /** What is no network; one that is, holds the address that is written as it is. */
  const texts = new TextIndex();
  const widths = { 4: [] as WordIndex[], 16: [] as WordIndex[] };
  let lastKey: string | undefined;
  let lastAddress: AddressWords | undefined;

  function widthsOf({ words }: AddressWords): WordIndex[] {
    return words.length === 1 ? widths[4] : widths[16];
  }

  return {
    add(pattern, number) {
      const network = parseNetwork(pattern, ownNetPton);
      if (network === undefined) return texts.add(pattern, number);
      const address = wordsOf(network);
      const family = widthsOf(address);
      // A width below zero leaves nothing to compare.
      const bits = Math.max(network.bits, 0);
      let width = family.find((known) => known.bits === bits);
      if (width === undefined) {
        width = new WordIndex(address.words.length, bits);
        family.push(width);
      }
      width.add(address.words, number);
    },
    find(key, hits) {
      texts.find(key, hits);
      // A session asks for its own address again and again.
      if (key !== lastKey) {
        lastKey = key;
        const network = parseNetwork(key, ownNetPton);
        lastAddress = network && wordsOf(network);
      }
      if (lastAddress === undefined) return;
      for (const width of widthsOf(lastAddress)) width.find(lastAddress.words, hits);
    },
  };
}

/** An address in words of 32 bits: one for IPv4, four for IPv6. */
interface AddressWords {
  readonly words: readonly number[];
}

function wordsOf({ bytes }: Network): AddressWords {
  const word = (at: number) =>
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number);
  return { words: bytes.length === 4 ? [word(0)] : [word(0), word(4), word(8), word(12)] };
}
