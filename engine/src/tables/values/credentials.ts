import { LONGEST_LINE } from './mail-address.js';

/** struct credentials. `password` is a hash where a listener checks it, and the word itself where a relay gives it. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * table.c:table_parse_lookup for K_CREDENTIALS: `user:password`, or the password alone for the user that the key names (as
 * it was looked up: in lower case). Undefined, and the lookup fails, where a part is missing or all is too long.
 */
export function parseCredentials(key: string, value: string): Credentials | undefined {
  if (value.length < 3 || value.length > LONGEST_LINE) return undefined;
  const colon = value.indexOf(':');
  if (colon < 0) return key.length > LONGEST_LINE ? undefined : { username: key, password: value };
  if (colon === 0 || colon === value.length - 1) return undefined;
  return { username: value.slice(0, colon), password: value.slice(colon + 1) };
}
