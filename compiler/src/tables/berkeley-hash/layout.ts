/** The on-disk form of a hash database of Berkeley DB 5.3, version 9, little-endian, as makemap(8) writes it on Linux. */

export const MAGIC = 0x061561;
export const VERSION = 9;

/** Bytes before the offsets of a page's items. */
export const PAGE_HEADER = 26;

/** Offsets in the metadata page, which is page 0. */
export const META = {
  pageNumber: 8,
  magic: 12,
  version: 16,
  pageSize: 20,
  type: 25,
  lastPage: 32,
  keyCount: 40,
  recordCount: 44,
  uid: 52,
  maxBucket: 72,
  highMask: 76,
  lowMask: 80,
  fillFactor: 84,
  elements: 88,
  charKey: 92,
  spares: 96,
} as const;

/** Offsets in the header of any other page. */
export const PAGE = { number: 8, previous: 12, next: 16, entries: 20, offset: 22, level: 24, type: 25 } as const;

export const PAGE_TYPE = { none: 0, hashUnsorted: 2, overflow: 7, meta: 8, hash: 13 } as const;

/** The first byte of an item: bytes in place, or where on overflow pages they are. */
export const ITEM = { inPlace: 1, offPage: 3 } as const;

/** The default hash function (Fowler, Noll and Vo's, from 0 on); an unsigned 32-bit number. */
export function hashOf(key: Uint8Array): number {
  let hash = 0;
  for (const byte of key) hash = Math.imul(hash, 16777619) ^ byte;
  return hash >>> 0;
}

/** What the metadata page keeps so that another hash function would be noticed: the hash of these bytes. */
export const CHAR_KEY = new TextEncoder().encode('%$sniglet^&\0');
