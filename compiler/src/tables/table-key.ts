import type { Source } from '@smtpd-conf/grammar';

/** Longest key, in bytes: lowercase() works in a buffer of 1024 bytes that ends in a NUL. */
const LONGEST = 1023;

/** How many bytes `text` was in a file of this encoding. */
export function byteLength(text: string, encoding: Source['encoding'] = 'utf-8'): number {
  if (encoding === 'latin1') return text.length;
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A surrogate pair is two code units and four bytes.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
}

/**
 * The key as a static table stores it: ASCII letters in lower case, others as they are; undefined for one that is too
 * long to store (table_static.c:table_static_priv_add, util.c:lowercase).
 */
export function storedKey(key: string, encoding: Source['encoding'] = 'utf-8'): string | undefined {
  if (key.length > LONGEST / 3 && byteLength(key, encoding) > LONGEST) return undefined;
  return /[A-Z]/.test(key) ? key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : key;
}
