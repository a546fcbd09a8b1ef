/** The bytes of an address, and how many of its bits count. */
export interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** Where no width is written; one that wraps around to it is taken for missing too. */
const IMPLIED = -1;

const DOT = 0x2e;

/** How many bits a network has that says none, by its first byte: the classes of old (inet_net_pton). */
function classBits(first: number): number {
  if (first >= 240) return 32;
  if (first >= 224) return 4;
  if (first >= 192) return 24;
  return first >= 128 ? 16 : 8;
}

/**
 * inet_net_pton(3) for AF_INET: one to four decimal numbers, leading zeros meaning nothing, or `0x` and hexadecimal digits;
 * then `/` and a width. What is missing is zero, and a width that is missing follows from the class and the numbers. `own`:
 * the function that the daemon brings along, instead of the C library's; they differ for class D, and for widths that
 * overflow an int. Undefined where the text is no network.
 */
export function inetNetPton(text: string, own: boolean): Network | undefined {
  const slash = text.indexOf('/');
  const number = slash < 0 ? text : text.slice(0, slash);
  const bytes = number.startsWith('0') && /^0[xX][0-9a-fA-F]/.test(number) ? hexadecimal(number) : decimal(number);
  if (bytes === undefined) return undefined;
  const written = slash < 0 ? IMPLIED : writtenBits(text.slice(slash + 1), own);
  if (written === undefined) return undefined;
  const bits = written === IMPLIED ? impliedBits(bytes, own) : written;
  while (bytes.length < 4) bytes.push(0);
  return { bytes, bits };
}

function hexadecimal(text: string): number[] | undefined {
  if (!/^0[xX][0-9a-fA-F]{1,8}$/.test(text)) return undefined;
  const digits = text.slice(2);
  return (digits.length % 2 === 0 ? digits : `${digits}0`).match(/../g)?.map((byte) => Number.parseInt(byte, 16));
}

function decimal(text: string): number[] | undefined {
  const bytes: number[] = [];
  let byte = -1;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : DOT;
    if (code >= 0x30 && code <= 0x39) byte = Math.max(byte, 0) * 10 + code - 0x30;
    else if (code !== DOT || byte < 0 || bytes.push(byte) > 4) return undefined;
    else byte = -1;
    if (byte > 255) return undefined;
  }
  return bytes;
}

function impliedBits(bytes: readonly number[], own: boolean): number {
  const bits = classBits(bytes[0] as number);
  return own || bits >= 8 ? Math.max(bits, bytes.length * 8) : bits;
}

function writtenBits(text: string, own: boolean): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  if (own) return Number(text) > 32 ? undefined : Number(text);
  // The C library looks at the width at the end only, when it may have wrapped around.
  let bits = 0;
  for (const digit of text) bits = (Math.imul(bits, 10) + Number(digit)) | 0;
  return bits > 32 ? undefined : bits;
}
