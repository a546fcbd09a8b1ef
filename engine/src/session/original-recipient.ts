import type { Target } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import { isDomainPart } from '../tables/values/domain-part.js';
import { isLocalPart, readMailAddress } from './mail-path.js';

/** smtpd.h: DSN_ORCPT_LEN. */
const ORCPT_MAX = 500;

/**
 * The value of ORCPT as smtp_tx_rcpt_to takes it, undefined where it refuses it: `type;xtext`, or, in releases before
 * 7.5.0, a mail address with or without "rfc822;" before it.
 */
export function readOriginalRecipient(value: string, target: Target): string | undefined {
  if (!behaves(target.version, 'orcpt-xtext')) return readAsAddress(value, target);
  const semicolon = value.indexOf(';');
  const good = semicolon !== -1 && isXtext(value.slice(semicolon + 1)) && value.length <= ORCPT_MAX;
  return good ? value : undefined;
}

/** util.c:valid_xtext (RFC 3461). */
function isXtext(text: string): boolean {
  return /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(text);
}

function readAsAddress(value: string, target: Target): string | undefined {
  const text = value.replace(/^rfc822;/i, '');
  const read = readMailAddress(text);
  if (!read?.whole || !isLocalPart(read.address.user)) return undefined;
  const { domain } = read.address;
  return domain === '' || isDomainPart(domain, target.platform) ? text : undefined;
}
