import type { TLSSocket } from 'node:tls';

/** What was agreed upon in a handshake. */
export interface TlsSession {
  /** "TLSv1.3". */
  readonly version: string;
  readonly cipher: string;
  /** Of the symmetric key. */
  readonly bits: number;
}

export function tlsSession(socket: TLSSocket): TlsSession {
  const { name } = socket.getCipher();
  return { version: socket.getProtocol() ?? '', cipher: name, bits: cipherBits(name) };
}

/** Bits of the symmetric cipher, which Node does not tell: by its name. */
function cipherBits(name: string): number {
  const stated = /(?:AES|CAMELLIA|ARIA)[_-]?(128|256)/i.exec(name)?.[1];
  return stated === undefined ? 256 : Number(stated);
}
