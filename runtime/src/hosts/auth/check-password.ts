import { timingSafeEqual } from 'node:crypto';
import { crypt } from './perl-crypt.js';

/**
 * Whether a password has a crypt(3) hash (crypt_checkpass.c). The system's own library answers, so what the daemon takes is
 * taken here: on Debian yescrypt, bcrypt, SHA-crypt and the older ones. Byte texts.
 */
export async function checkPassword(password: string, hash: string): Promise<boolean> {
  // An empty hash fits an empty password, and a locked account's none.
  if (hash === '') return password === '';
  if (hash.startsWith('*') || hash.startsWith('!')) return false;
  const hashed = await crypt(password, hash);
  const [ours, theirs] = [Buffer.from(hashed ?? '', 'latin1'), Buffer.from(hash, 'latin1')];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
