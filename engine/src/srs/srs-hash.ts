import { sha1 } from '@noble/hashes/legacy';
import { textBytes, utf8Encoded } from '../session/byte-text.js';

/** The alphabet of RFC 3548 for URLs and file names. */
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** srs.c:srs_hash: the first four base64 digits of SHA-1 over key and value. `key` as the configuration has it, `value` a byte text. */
export function srsHash(key: string, value: string): string {
  const [a = 0, b = 0, c = 0] = sha1(textBytes(utf8Encoded(key) + value));
  const bits = (a << 16) | (b << 8) | c;
  return [18, 12, 6, 0].map((shift) => BASE64[(bits >> shift) & 0x3f]).join('');
}
