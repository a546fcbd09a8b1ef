import type { MailAddress } from '../../envelope.js';
import { sameButCase } from '../ascii.js';
import { hostnameMatch } from '../keys/hostname-match.js';

/** Bytes of a local part and of a domain (smtpd-defines.h), and of a line (limits.h), each without the NUL. */
export const LONGEST_LOCAL_PART = 255;
export const LONGEST_DOMAIN = 255;
export const LONGEST_LINE = 2047;

/**
 * to.c:text_to_mailaddr: the last `@` divides; without one all is the user. Case stays. Undefined where a part is longer
 * than the daemon's buffers.
 */
export function parseMailAddress(text: string): MailAddress | undefined {
  if (text.length > LONGEST_LINE) return undefined;
  const split = text.lastIndexOf('@');
  const user = split < 0 ? text : text.slice(0, split);
  const domain = split < 0 ? '' : text.slice(split + 1);
  return user.length > LONGEST_LOCAL_PART || domain.length > LONGEST_DOMAIN ? undefined : { user, domain };
}

/** to.c:mailaddr_to_text: always with an `@`. */
export function mailAddressText({ user, domain }: MailAddress): string {
  return `${user}@${domain}`;
}

/** The user without the sub-address that the first `delimiter` starts. */
export function withoutTag(user: string, delimiter: string): string {
  const at = user.indexOf(delimiter);
  return at < 0 ? user : user.slice(0, at);
}

/**
 * util.c:mailaddr_match: `address` comes from the session, `pattern` from a table. Parts that the pattern lacks match all;
 * the domain is matched by hostname_match, the user without case, and without its sub-address unless the pattern has one.
 */
export function mailAddressMatch(address: MailAddress, pattern: MailAddress, delimiter: string): boolean {
  if (pattern.domain !== '' && !hostnameMatch(address.domain, pattern.domain)) return false;
  if (pattern.user === '') return true;
  const user = pattern.user.includes(delimiter) ? address.user : withoutTag(address.user, delimiter);
  return sameButCase(user, pattern.user);
}
