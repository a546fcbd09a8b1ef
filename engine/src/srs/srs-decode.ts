import { startsWithNoCase } from '../tables/ascii.js';
import { parseMailAddress } from '../tables/values/mail-address.js';
import { srsHash } from './srs-hash.js';
import { isCurrent } from './srs-timestamp.js';

export interface SrsKeys {
  readonly key: string;
  /** A former key, good for decoding. */
  readonly backup?: string;
  /** Days. */
  readonly ttl: number;
}

/** srs.c:srs_decode: the address that another one hides; undefined where it hides none, is forged, or too old. Byte texts. */
export function srsDecode(address: string, keys: SrsKeys, now: number): string | undefined {
  const rest = address.slice(5);
  if (rest.length < 5 || !isSigned(rest, keys)) return undefined;
  const decoded = startsWithNoCase(address, 'srs0=')
    ? decodeFirst(rest.slice(5), keys, now)
    : startsWithNoCase(address, 'srs1=')
      ? decodeLater(rest.slice(5), keys, now)
      : undefined;
  return decoded === undefined || decoded.length > LONGEST_ADDRESS ? undefined : decoded;
}

/** SMTPD_MAXMAILADDRSIZE less the final NUL. */
export const LONGEST_ADDRESS = 255;

function isSigned(rest: string, { key, backup }: SrsKeys): boolean {
  const hash = rest.slice(0, 4);
  const value = rest.slice(5);
  return srsHash(key, value) === hash || (backup !== undefined && srsHash(backup, value) === hash);
}

/** srs0_decode of `TT=domain=user@us`. */
function decodeFirst(value: string, { ttl }: SrsKeys, now: number): string | undefined {
  if (value.length < 3 || !isCurrent(value, now, ttl)) return undefined;
  const parts = divide(value.slice(3));
  return parts && `${parts.user}@${parts.domain}`;
}

/** srs1_decode of `domain==HHHH=TT=domain=user@us`: an SRS0 address at the domain that made it, whose own hash stays unchecked. */
function decodeLater(value: string, { ttl }: SrsKeys, now: number): string | undefined {
  const parts = divide(value);
  if (!parts || parts.user.length < 6) return undefined;
  const stamped = parts.user.slice(6);
  if (stamped.length < 3 || !'=+-'.includes(stamped.charAt(2)) || !isCurrent(stamped, now, ttl)) return undefined;
  return `SRS0${parts.user}@${parts.domain}`;
}

/** The local part at its first `=`. */
function divide(address: string): { domain: string; user: string } | undefined {
  const user = parseMailAddress(address)?.user;
  const at = user === undefined ? -1 : user.indexOf('=');
  return user === undefined || at < 0 ? undefined : { domain: user.slice(0, at), user: user.slice(at + 1) };
}
