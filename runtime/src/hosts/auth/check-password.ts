import { timingSafeEqual } from 'node:crypto';
import { crypt, cryptNow } from './perl-crypt.js';

/**
 * Whether a password has a crypt(3) hash (crypt_checkpass.c). The system's own library answers, so what the daemon takes is
 * taken here: on Debian yescrypt, bcrypt, SHA-crypt and the older ones. Byte texts.
 */
export async function checkPassword(password: string, hash: string): Promise<boolean> {
  return withoutCrypt(password, hash) ?? isSame(await crypt(password, hash), hash);
}

/** Kinds of hashes that some system's crypt(3) knows. */
const KNOWN_SOMEWHERE = /^\$(?:1|2[abxy]?|3|5|6|7|gy|md5|sha1|y)[$,]/;

/**
 * The same for a host that cannot wait, and that may stand in for another system than its own: where this one cannot tell, it
 * says why.
 */
export function checkPasswordNow(password: string, hash: string): boolean | { readonly unknown: string } {
  const settled = withoutCrypt(password, hash);
  if (settled !== undefined) return settled;
  const answer = cryptNow(password, hash);
  if ('unavailable' in answer) return { unknown: answer.unavailable };
  const kind = KNOWN_SOMEWHERE.exec(hash)?.[0];
  // A password of 512 bytes or more is refused for itself (libxcrypt), and the daemon then says no.
  if (kind !== undefined && !isOfKind(answer, kind) && !isOfKind(cryptNow('', hash), kind))
    return { unknown: "crypt(3) of this system makes no such hash: it is malformed, or another system's" };
  return isSame(answer.hash, hash);
}

function isOfKind(answer: ReturnType<typeof cryptNow>, kind: string): boolean {
  return 'hash' in answer && answer.hash?.startsWith(kind) === true;
}

/** An empty hash fits an empty password, and a locked account's none; of all others crypt(3) has to be asked. */
function withoutCrypt(password: string, hash: string): boolean | undefined {
  if (hash === '') return password === '';
  return /^[*!]/.test(hash) ? false : undefined;
}

function isSame(hashed: string | undefined, hash: string): boolean {
  const [ours, theirs] = [Buffer.from(hashed ?? '', 'latin1'), Buffer.from(hash, 'latin1')];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
