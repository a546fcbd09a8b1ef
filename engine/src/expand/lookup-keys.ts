import type { MailAddress } from '../envelope.js';
import { lowerCase } from '../tables/ascii.js';

/** aliases.c:aliases_get: the keys that a user name is looked up by, in order: with its sub-address, and without. */
export function aliasKeys(username: string, delimiter: string): readonly string[] {
  const user = lowerCase(username);
  const tag = user.indexOf(delimiter);
  return tag < 0 ? [user] : [user, user.slice(0, tag)];
}

/**
 * aliases.c:aliases_virtual_get: the keys that an address is looked up by, in order. Keys with a sub-address only where it
 * is not empty, the catch-all ones only where there is a domain; a user name has none, and so is looked up as `user@` too.
 */
export function virtualKeys(address: MailAddress, delimiter: string): readonly string[] {
  const whole = lowerCase(address.user);
  const domain = lowerCase(address.domain);
  const at = whole.indexOf(delimiter);
  const user = at < 0 ? whole : whole.slice(0, at);
  const tagged = at >= 0 && at < whole.length - 1;
  return [
    ...(tagged ? [`${whole}@${domain}`] : []),
    `${user}@${domain}`,
    ...(tagged ? [whole] : []),
    user,
    ...(domain === '' ? [] : [`@${domain}`, '@']),
  ];
}
