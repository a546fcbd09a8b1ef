import type { PrivateKeyReading } from '../world/world.js';

/** The names of PEM blocks that PEM_read_PrivateKey(3) takes for a private key. */
const KEY_BLOCK = /^-----BEGIN ((?:[A-Z0-9]+ )?PRIVATE KEY)-----\s*$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * What PEM_read_PrivateKey(3) would say of a file, as far as its outer form tells: the first block that holds a
 * private key and is complete decides. The key's own bytes are not looked into; a World that has OpenSSL does better.
 */
export function readPrivateKeyBlock(pem: Uint8Array): PrivateKeyReading {
  const lines = new TextDecoder().decode(pem).split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const label = KEY_BLOCK.exec(lines[at] ?? '')?.[1];
    if (label === undefined) continue;
    const end = lines.indexOf(`-----END ${label}-----`, at);
    if (end < 0) return 'unreadable';
    const body = lines.slice(at + 1, end);
    if (label === 'ENCRYPTED PRIVATE KEY' || body.some((line) => /^Proc-Type:.*ENCRYPTED/.test(line)))
      return 'encrypted';
    if (body.length > 0 && body.every((line) => BASE64.test(line.trim()))) return 'clear';
    at = end;
  }
  return 'unreadable';
}
