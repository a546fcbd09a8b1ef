/** inet_pton(3) for AF_INET: four decimal numbers without leading zeros. The bytes, or undefined. */
export function parseIPv4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/**
 * inet_pton(3) for AF_INET6: groups of up to four hexadecimal digits, `::` once, an IPv4 tail; no scope. The sixteen bytes,
 * or undefined.
 */
export function parseIPv6(text: string): number[] | undefined {
  const bytes: number[] = [];
  let gap = -1;
  let group = 0;
  let digits = 0;
  // Of two colons at the start the second is the one that stands for the gap.
  let start = text.startsWith('::') ? 1 : 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) {
      if (digits > 0) {
        if (at + 1 === text.length) return undefined;
        bytes.push(group >> 8, group & 0xff);
      } else if (gap >= 0 || at === 0) return undefined;
      else gap = bytes.length;
      start = at + 1;
      group = 0;
      digits = 0;
    } else if (code === DOT) {
      const tail = start === 0 ? undefined : parseIPv4(text.slice(start));
      if (tail === undefined) return undefined;
      return filled([...bytes, ...tail], gap);
    } else {
      const digit = hexadecimalDigit(code);
      if (digit < 0 || ++digits > 4) return undefined;
      group = group * 16 + digit;
    }
  }
  if (digits > 0) bytes.push(group >> 8, group & 0xff);
  return filled(bytes, gap);
}

const COLON = 0x3a;
const DOT = 0x2e;

/** The value of a hexadecimal digit; -1 for any other character. */
function hexadecimalDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Sixteen bytes, with zeros where the gap is; it stands for one group or more. */
function filled(bytes: number[], gap: number): number[] | undefined {
  if (gap < 0) return bytes.length === 16 ? bytes : undefined;
  if (bytes.length > 14) return undefined;
  const behind = bytes.length - gap;
  for (let zeros = 16 - bytes.length; zeros > 0; zeros--) bytes.push(0);
  bytes.copyWithin(16 - behind, gap, gap + behind);
  return bytes.fill(0, gap, 16 - behind);
}

/**
 * inet_aton(3): one to four numbers, each decimal, octal (`0…`) or hexadecimal (`0x…`), of which the last fills what is
 * left of the address. The address in its usual form, or undefined.
 */
export function looseIPv4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(part)))
    return undefined;
  const numbers = parts.map((part) => (/^0[0-7]/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop() as number;
  const room = 4 - numbers.length;
  if (numbers.some((number) => number > 255) || last >= 256 ** room) return undefined;
  for (let byte = room - 1; byte >= 0; byte--) numbers.push(Math.trunc(last / 256 ** byte) % 256);
  return numbers.join('.');
}
