import type { PrivateKeyReading } from '../world/world.js';
import { builtin } from './builtin.js';

/** Asks OpenSSL, by the same PEM_read_bio_PrivateKey(3) that smtpd calls. */
export function readPrivateKey(pem: Uint8Array): PrivateKeyReading {
  const { createPrivateKey } = builtin('node:crypto');
  try {
    createPrivateKey({ key: Buffer.from(pem), format: 'pem' });
    return 'clear';
  } catch (error) {
    return wantsPassphrase(error) ? 'encrypted' : 'unreadable';
  }
}

/** The second code is OpenSSL 3's own, when its callback for the passphrase gives it none. */
function wantsPassphrase(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ERR_MISSING_PASSPHRASE' || code === 'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED';
}
