import { startsWithNoCase } from '../tables/ascii.js';
import { parseMailAddress } from '../tables/values/mail-address.js';
import { LONGEST_ADDRESS } from './srs-decode.js';
import { srsHash } from './srs-hash.js';
import { timestampOf } from './srs-timestamp.js';

/**
 * srs.c:srs_encode: the sender under which a message goes on from `domain`, so that bounces come back here. What cannot be
 * encoded stays, but for a prefix that the daemon has cut off by then.
 */
export function srsEncode(sender: string, domain: string, key: string, now: number): string {
  if (startsWithNoCase(sender, 'srs0=')) return encodeAgain(sender.slice(5), domain, key);
  if (startsWithNoCase(sender, 'srs1=')) return encodeLater(sender.slice(5), domain, key);
  const address = parseMailAddress(sender);
  if (!address) return sender;
  const value = `${timestampOf(now)}=${address.domain}=${address.user}@${domain}`;
  return signed('SRS0', value, sender, key);
}

/** srs1_encode_srs0. */
function encodeAgain(rest: string, domain: string, key: string): string {
  const address = parseMailAddress(rest);
  return address ? signed('SRS1', `${address.domain}==${address.user}@${domain}`, rest, key) : rest;
}

/** srs1_encode_srs1: the hash of the hop before is left off. */
function encodeLater(rest: string, domain: string, key: string): string {
  const address = parseMailAddress(rest);
  if (!address) return rest;
  const whole = `${address.user}@${domain}`;
  if (whole.length > LONGEST_ADDRESS || whole.length < 5 || !'=+-'.includes(whole.charAt(4))) return rest;
  return signed('SRS1', whole.slice(5), rest, key);
}

function signed(tag: string, value: string, otherwise: string, key: string): string {
  const encoded = `${tag}=${srsHash(key, value)}=${value}`;
  return value.length > LONGEST_ADDRESS || encoded.length > LONGEST_ADDRESS ? otherwise : encoded;
}
