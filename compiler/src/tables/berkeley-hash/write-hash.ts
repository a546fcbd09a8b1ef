import { CHAR_KEY, hashOf, ITEM, MAGIC, META, PAGE, PAGE_HEADER, PAGE_TYPE, VERSION } from './layout.js';
import type { DbEntry } from './read-hash.js';

const PAGE_SIZE = 4096;
/** A bucket is given this much of its page on average, so that few need a second one. */
const FILL = PAGE_SIZE / 2;
/** Items longer than this go to overflow pages, so that a page holds at least two pairs. */
const LONGEST_IN_PLACE = 900;

/** A hash database with these entries, whose keys are distinct, byte for byte as libdb 5.3 reads it. */
export function writeHashDatabase(entries: readonly DbEntry[], uid: Uint8Array): Uint8Array {
  const writer = new Writer();
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length + 6, 0);
  let buckets = 2;
  while (buckets * FILL < size) buckets *= 2;
  const held: DbEntry[][] = Array.from({ length: buckets }, () => []);
  // A power of two of buckets: the low bits of the hash name one.
  for (const entry of entries) held[hashOf(entry[0]) & (buckets - 1)]?.push(entry);
  writer.reserve(1 + buckets);
  held.forEach((bucket, index) => {
    writer.bucket(1 + index, bucket.sort(byKey));
  });
  writer.meta(buckets, entries.length, uid);
  return writer.file();
}

/** Pages are searched by halves: in the order of bytes, the shorter first. */
function byKey([a]: DbEntry, [b]: DbEntry): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

class Writer {
  private readonly pages: DataView[] = [];

  reserve(count: number): void {
    while (this.pages.length < count) this.newPage();
  }

  /** Fills a bucket's page, and pages behind it when one does not hold all. */
  bucket(first: number, entries: readonly DbEntry[]): void {
    let page = this.hashPage(first, 0);
    let free = PAGE_SIZE;
    let count = 0;
    for (const [key, value] of entries) {
      const items = [this.item(key), this.item(value)];
      const needed = items.reduce((sum, item) => sum + item.length, 0);
      if (free - needed < PAGE_HEADER + 2 * (count + 2)) {
        const next = this.newPage();
        page.setUint32(PAGE.next, next, true);
        page = this.hashPage(next, page.getUint32(PAGE.number, true));
        free = PAGE_SIZE;
        count = 0;
      }
      for (const item of items) {
        free -= item.length;
        bytesOf(page).set(item, free);
        page.setUint16(PAGE_HEADER + 2 * count, free, true);
        count += 1;
      }
      page.setUint16(PAGE.entries, count, true);
      page.setUint16(PAGE.offset, free, true);
    }
  }

  meta(buckets: number, elements: number, uid: Uint8Array): void {
    const page = this.page(0);
    page.setUint32(META.magic, MAGIC, true);
    page.setUint32(META.version, VERSION, true);
    page.setUint32(META.pageSize, PAGE_SIZE, true);
    page.setUint8(META.type, PAGE_TYPE.meta);
    page.setUint32(META.lastPage, this.pages.length - 1, true);
    bytesOf(page).set(uid.subarray(0, 20), META.uid);
    page.setUint32(META.maxBucket, buckets - 1, true);
    page.setUint32(META.highMask, buckets - 1, true);
    page.setUint32(META.lowMask, buckets / 2 - 1, true);
    page.setUint32(META.elements, elements, true);
    page.setUint32(META.charKey, hashOf(CHAR_KEY), true);
    // All buckets lie together behind this page, and overflow pages behind them.
    for (let doubling = 0; 2 ** doubling <= buckets; doubling += 1) {
      page.setUint32(META.spares + 4 * doubling, 1, true);
    }
  }

  file(): Uint8Array {
    const file = new Uint8Array(this.pages.length * PAGE_SIZE);
    this.pages.forEach((page, index) => {
      file.set(bytesOf(page), index * PAGE_SIZE);
    });
    return file;
  }

  private hashPage(number: number, previous: number): DataView {
    const page = this.page(number);
    page.setUint32(PAGE.previous, previous, true);
    page.setUint16(PAGE.offset, PAGE_SIZE, true);
    page.setUint8(PAGE.type, PAGE_TYPE.hash);
    return page;
  }

  private item(bytes: Uint8Array): Uint8Array {
    if (bytes.length <= LONGEST_IN_PLACE) {
      const item = new Uint8Array(1 + bytes.length);
      item[0] = ITEM.inPlace;
      item.set(bytes, 1);
      return item;
    }
    const item = new DataView(new ArrayBuffer(12));
    item.setUint8(0, ITEM.offPage);
    item.setUint32(4, this.overflow(bytes), true);
    item.setUint32(8, bytes.length, true);
    return bytesOf(item);
  }

  /** Writes bytes to pages of their own; the number of the first. */
  private overflow(bytes: Uint8Array): number {
    const room = PAGE_SIZE - PAGE_HEADER;
    let first = 0;
    let previous = 0;
    for (let at = 0; at < bytes.length; at += room) {
      const number = this.newPage();
      const page = this.page(number);
      const part = bytes.subarray(at, at + room);
      bytesOf(page).set(part, PAGE_HEADER);
      page.setUint32(PAGE.previous, previous, true);
      // One reference to the first page.
      page.setUint16(PAGE.entries, 1, true);
      page.setUint16(PAGE.offset, part.length, true);
      page.setUint8(PAGE.type, PAGE_TYPE.overflow);
      if (previous === 0) first = number;
      else this.page(previous).setUint32(PAGE.next, number, true);
      previous = number;
    }
    return first;
  }

  private newPage(): number {
    const number = this.pages.length;
    const page = new DataView(new ArrayBuffer(PAGE_SIZE));
    // Nothing is logged: the log position that libdb gives to files outside of an environment.
    page.setUint32(4, 1, true);
    page.setUint32(PAGE.number, number, true);
    this.pages.push(page);
    return number;
  }

  private page(number: number): DataView {
    const page = this.pages[number];
    if (!page) throw new Error(`no page ${number}`);
    return page;
  }
}

function bytesOf(page: DataView): Uint8Array {
  return new Uint8Array(page.buffer);
}
