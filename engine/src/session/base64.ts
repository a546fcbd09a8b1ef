const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SPACE = /[ \t\n\v\f\r]/g;

/**
 * util.c:base64_decode, which is b64_pton: white space is skipped, padding is required where it belongs, and left-over
 * bits must be zero. A byte text of at most `capacity` bytes; undefined for what is no base64 or too long.
 */
export function decodeBase64(text: string, capacity: number): string | undefined {
  const found = /^([^=]*)(=.*)?$/s.exec(text.replace(SPACE, ''));
  const digits = found?.[1] ?? '';
  const padding = found?.[2] ?? '';
  const values = Array.from(digits, (digit) => ALPHABET.indexOf(digit));
  if (values.includes(-1)) return undefined;
  const left = values.length % 4;
  if (padding !== ['', undefined, '==', '='][left]) return undefined;
  if (needed(values.length) > capacity) return undefined;
  let bytes = '';
  for (let at = 0; at + 1 < values.length; at += 1) {
    const bits = ((values[at] ?? 0) << 6) | (values[at + 1] ?? 0);
    if (at % 4 !== 3) bytes += String.fromCharCode((bits >> (4 - 2 * (at % 4))) & 0xff);
  }
  return left !== 0 && leftOver(values, left) !== 0 ? undefined : bytes;
}

/** b64_pton writes the beginning of the next byte with each digit, so that it wants room for that too. */
function needed(digits: number): number {
  const whole = Math.floor(digits / 4) * 3;
  return whole + ([0, 1, 2, 3][digits % 4] ?? 0);
}

function leftOver(values: readonly number[], left: number): number {
  const last = values.at(-1) ?? 0;
  return left === 2 ? last & 0x0f : last & 0x03;
}
