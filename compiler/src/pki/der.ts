/** One element of DER (X.690): its tag byte, and its contents. */
export interface DerElement {
  readonly tag: number;
  readonly value: Uint8Array;
}

export const DER = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** The tag of an element that is context-specific and constructed: `[n]`. */
export const contextTag = (number: number): number => 0xa0 + number;

/** The elements one after the other in some bytes; undefined where they are no such thing, to the last byte. */
export function readDer(bytes: Uint8Array): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const length = readLength(bytes, at + 1);
    // No certificate or key has tags of more than one byte.
    if (length === undefined || (tag & 0x1f) === 0x1f) return undefined;
    const end = length.start + length.count;
    if (end > bytes.length) return undefined;
    elements.push({ tag, value: bytes.subarray(length.start, end) });
    at = end;
  }
  return elements;
}

/** The only element in some bytes, if it has this tag: what is in it. */
export function readOnly(bytes: Uint8Array | undefined, tag: number): readonly DerElement[] | undefined {
  const elements = bytes && readDer(bytes);
  const [element] = elements ?? [];
  return element?.tag === tag && elements?.length === 1 ? readDer(element.value) : undefined;
}

/** A length of at most four bytes, and where the contents begin. */
function readLength(bytes: Uint8Array, at: number): { start: number; count: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 1, count: first };
  const size = first & 0x7f;
  if (size === 0 || size > 4 || at + size >= bytes.length) return undefined;
  const count = bytes.subarray(at + 1, at + 1 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  return { start: at + 1 + size, count };
}
