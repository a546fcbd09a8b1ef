import { randomInt } from 'node:crypto';
import { crypt } from './perl-crypt.js';

const SALT = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SALT_LENGTH = 16;

/** A password's hash for a credentials table: SHA-512, as the portable daemon's `smtpctl encrypt` makes it (encrypt.c). */
export async function encrypt(password: string): Promise<string> {
  const salt = Array.from({ length: SALT_LENGTH }, () => SALT[randomInt(SALT.length)]).join('');
  const hashed = await crypt(password, `$6$${salt}$`);
  if (hashed === undefined) throw new Error('the C library of this system does not know SHA-512 hashes');
  return hashed;
}
