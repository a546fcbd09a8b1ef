const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A block of PEM: what stands after BEGIN, and its bytes. */
export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** The complete blocks of a file that are base64 and nothing else, in their order. */
export function pemBlocks(file: Uint8Array): readonly PemBlock[] {
  const text = new TextDecoder().decode(file);
  return [...text.matchAll(/^-----BEGIN ([A-Z0-9 ]+)-----\s*$([\s\S]*?)^-----END \1-----\s*$/gm)].flatMap(
    ([, label = '', body = '']) => {
      const packed = body.replace(/\s+/g, '');
      if (!BASE64.test(packed) || packed.length % 4 !== 0) return [];
      return [{ label, bytes: Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)) }];
    },
  );
}
