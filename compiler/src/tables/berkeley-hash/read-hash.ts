import { ITEM, MAGIC, META, PAGE, PAGE_HEADER, PAGE_TYPE } from './layout.js';

/** A key and its value, byte for byte. */
export type DbEntry = readonly [key: Uint8Array, value: Uint8Array];

/**
 * The entries of a hash database, in the order in which its buckets hold them; undefined where the file is none, or is
 * damaged: a cut file, a page that leads nowhere or around.
 */
export function readHashDatabase(file: Uint8Array): readonly DbEntry[] | undefined {
  if (file.length < 512) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = view.getUint32(META.magic, true) === MAGIC;
  if (view.getUint32(META.magic, little) !== MAGIC || view.getUint8(META.type) !== PAGE_TYPE.meta) return undefined;
  const pageSize = view.getUint32(META.pageSize, little);
  if (pageSize < 512 || pageSize > 65536 || file.length % pageSize !== 0) return undefined;
  try {
    return new Reader(file, view, little, pageSize).entries();
  } catch (error) {
    // Offsets beyond the file, which a damaged one has.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class Reader {
  private readonly pages: number;

  constructor(
    private readonly file: Uint8Array,
    private readonly view: DataView,
    private readonly little: boolean,
    private readonly pageSize: number,
  ) {
    this.pages = file.length / pageSize;
  }

  entries(): readonly DbEntry[] | undefined {
    const maxBucket = this.view.getUint32(META.maxBucket, this.little);
    if (maxBucket >= this.pages) return undefined;
    const entries: DbEntry[] = [];
    let left = this.pages;
    for (let bucket = 0; bucket <= maxBucket; bucket += 1) {
      for (let page = this.firstPage(bucket); page !== 0; page = this.number(page, PAGE.next)) {
        left -= 1;
        if (left < 0 || page >= this.pages || !this.readPage(page, entries)) return undefined;
      }
    }
    return entries;
  }

  /** BUCKET_TO_PAGE: buckets of one doubling lie together, moved on by the overflow pages made before it. */
  private firstPage(bucket: number): number {
    const doubling = bucket === 0 ? 0 : 32 - Math.clz32(bucket);
    return bucket + this.view.getUint32(META.spares + 4 * doubling, this.little);
  }

  private number(page: number, field: number): number {
    return this.view.getUint32(page * this.pageSize + field, this.little);
  }

  private readPage(page: number, entries: DbEntry[]): boolean {
    const type = this.view.getUint8(page * this.pageSize + PAGE.type);
    // The page of a bucket that nothing was ever put in may not have been written.
    if (type === PAGE_TYPE.none) return true;
    if (type !== PAGE_TYPE.hash && type !== PAGE_TYPE.hashUnsorted) return false;
    const count = this.view.getUint16(page * this.pageSize + PAGE.entries, this.little);
    for (let index = 0; index + 1 < count; index += 2) {
      const key = this.item(page, index);
      const value = this.item(page, index + 1);
      if (!key || !value) return false;
      entries.push([key, value]);
    }
    return true;
  }

  private offset(page: number, index: number): number {
    return this.view.getUint16(page * this.pageSize + PAGE_HEADER + 2 * index, this.little);
  }

  /** Items grow down from the end of the page: each ends where the one before it begins. */
  private item(page: number, index: number): Uint8Array | undefined {
    const start = this.offset(page, index);
    const end = index === 0 ? this.pageSize : this.offset(page, index - 1);
    if (start >= end || end > this.pageSize) return undefined;
    const base = page * this.pageSize;
    const item = this.file.subarray(base + start, base + end);
    if (item[0] === ITEM.inPlace) return item.subarray(1);
    if (item[0] !== ITEM.offPage) return undefined;
    return this.overflow(
      this.view.getUint32(base + start + 4, this.little),
      this.view.getUint32(base + start + 8, this.little),
    );
  }

  private overflow(first: number, length: number): Uint8Array | undefined {
    if (length > this.file.length) return undefined;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let page = first; at < length; page = this.number(page, PAGE.next)) {
      if (page === 0 || page >= this.pages) return undefined;
      const base = page * this.pageSize;
      if (this.view.getUint8(base + PAGE.type) !== PAGE_TYPE.overflow) return undefined;
      const held = this.view.getUint16(base + PAGE.offset, this.little);
      if (held === 0 || at + held > length) return undefined;
      bytes.set(this.file.subarray(base + PAGE_HEADER, base + PAGE_HEADER + held), at);
      at += held;
    }
    return bytes;
  }
}

/** Keys and values as makemap(8) writes them, without the NUL at their end, as byte texts; undefined for no database. */
export function readMap(file: Uint8Array): ReadonlyMap<string, string> | undefined {
  const entries = readHashDatabase(file);
  return entries && new Map(entries.map(([key, value]) => [cText(key), cText(value)]));
}

function cText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text.replace(/\0$/, '');
}
