import type { Platform } from '@smtpd-conf/grammar';
import type { MailAddress } from '../envelope.js';
import { isDomainPart } from '../tables/values/domain-part.js';

/** SMTPD_MAXLOCALPARTSIZE and SMTPD_MAXDOMAINPARTSIZE without their NUL. */
const PART_MAX = 255;
/** to.c:text_to_mailaddr's buffer. */
const ADDRESS_MAX = 2047;

/** RFC 5321 atext, as smtpd.h:MAILADDR_ALLOWED has it. */
const LOCAL_PART = /^[0-9a-z!#$%&'*/?^`{|}~+=_-]+(?:\.[0-9a-z!#$%&'*/?^`{|}~+=_-]+)*$/i;

export interface MailPath {
  readonly valid: boolean;
  /** Also of an invalid path, where it was read that far: the daemon writes it into the envelope before it judges it. */
  readonly address?: MailAddress;
  /** What follows the path: the parameters. */
  readonly rest: string;
}

export interface PathContext {
  /** The domain of an address without one: the listener's host name. */
  readonly domain: string;
  readonly platform: Platform;
}

/**
 * smtp_session.c:smtp_mailaddr: `<user@domain>` at the start of `text`, a source route before the user dropped. The null
 * path is for senders only.
 */
export function readMailPath(text: string, role: 'sender' | 'recipient', context: PathContext): MailPath {
  const close = text.indexOf('>');
  if (!text.startsWith('<') || close === -1) return { valid: false, rest: text };
  const rest = text.slice(close + 1).replace(/^ +/, '');
  const read = readMailAddress(text.slice(1, close));
  if (!read?.whole) return read ? { valid: false, address: read.address, rest } : { valid: false, rest };
  const user = withoutRoute(read.address.user);
  const { domain } = read.address;
  if (user === '' && domain === '' && role === 'sender') return { valid: true, address: { user, domain }, rest };
  if (!isLocalPart(user)) return { valid: false, address: { user, domain }, rest };
  const address = { user, domain: domain === '' ? context.domain.slice(0, PART_MAX) : domain };
  return { valid: isDomainPart(address.domain, context.platform), address, rest };
}

/** to.c:text_to_mailaddr: cut at the last `@`; parts that are too long are cut short, and then the whole is refused. */
export function readMailAddress(text: string): { readonly address: MailAddress; readonly whole: boolean } | undefined {
  if (text.length > ADDRESS_MAX) return undefined;
  const at = text.lastIndexOf('@');
  const user = at === -1 ? text : text.slice(0, at);
  const domain = at === -1 ? '' : text.slice(at + 1);
  if (user.length > PART_MAX) return { address: { user: user.slice(0, PART_MAX), domain: '' }, whole: false };
  return { address: { user, domain: domain.slice(0, PART_MAX) }, whole: domain.length <= PART_MAX };
}

function withoutRoute(user: string): string {
  return user.slice(user.indexOf(':') + 1);
}

/** util.c:valid_localpart. */
export function isLocalPart(text: string): boolean {
  return LOCAL_PART.test(text);
}
