/** A set of bytes: 256 places, 1 for what is in it. */
export type ByteSet = Uint8Array;

function byteSet(contains: (byte: number) => boolean): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, byte) => (contains(byte) ? 1 : 0));
}

const SINGLE: readonly ByteSet[] = Array.from({ length: 256 }, (_, byte) => byteSet((other) => other === byte));

/** The set of one byte; always the same object. */
export function singleByte(byte: number): ByteSet {
  return SINGLE[byte & 0xff] as ByteSet;
}

export function complement(set: ByteSet): ByteSet {
  return set.map((place) => 1 - place);
}

function between(from: string, to: string): (byte: number) => boolean {
  return (byte) => byte >= from.charCodeAt(0) && byte <= to.charCodeAt(0);
}

const isUpper = between('A', 'Z');
const isLower = between('a', 'z');
const isDigit = between('0', '9');
const isGraph = between('!', '~');
const isAlpha = (byte: number) => isUpper(byte) || isLower(byte);
const isAlnum = (byte: number) => isAlpha(byte) || isDigit(byte);
const isSpace = (byte: number) => byte === 0x20 || (byte >= 9 && byte <= 13);

/** ctype(3) in the C locale, where bytes above 0x7f are nothing. */
export const CHARACTER_CLASSES: ReadonlyMap<string, ByteSet> = new Map(
  Object.entries({
    alnum: isAlnum,
    alpha: isAlpha,
    blank: (byte: number) => byte === 0x20 || byte === 9,
    cntrl: (byte: number) => byte < 0x20 || byte === 0x7f,
    digit: isDigit,
    graph: isGraph,
    lower: isLower,
    print: (byte: number) => isGraph(byte) || byte === 0x20,
    punct: (byte: number) => isGraph(byte) && !isAlnum(byte),
    space: isSpace,
    upper: isUpper,
    xdigit: (byte: number) => isDigit(byte) || between('A', 'F')(byte) || between('a', 'f')(byte),
  }).map(([name, contains]) => [name, byteSet(contains)]),
);

/** What `\w` takes, and what `\b` sees the edge of. */
export const WORD_BYTES = byteSet((byte) => isAlnum(byte) || byte === 0x5f);
export const SPACE_BYTES = byteSet(isSpace);
/** `.`: a line feed too, never a NUL (RE_DOT_NEWLINE, RE_DOT_NOT_NULL). */
export const ANY_BYTE = byteSet((byte) => byte !== 0);
