import {
  type CompiledRegex,
  compileTableRegex,
  hostnameMatch,
  mailAddressMatch,
  type Network,
  networkMatch,
  parseMailAddress,
  parseNetwork,
} from '@smtpd-conf/engine';

/**
 * How two keys are compared: what a criterion looks up (see lookupService in the compiler). `login` is a user name: with an @
 * it is compared as mail addresses are, without as a string.
 */
export type KeyKind = 'netaddr' | 'domain' | 'mailaddr' | 'string' | 'login';

/** Whether the daemon finds `entry` when it looks `key` up; both as tables store them, in lower case. */
export function keyMatches(kind: KeyKind, key: string, entry: string): boolean {
  switch (kind) {
    case 'netaddr':
      return networkMatch(key, entry, true);
    case 'domain':
      return hostnameMatch(key, entry);
    case 'mailaddr': {
      const address = parseMailAddress(key);
      const pattern = parseMailAddress(entry);
      return address !== undefined && pattern !== undefined && mailAddressMatch(address, pattern, '+');
    }
    case 'string':
      return key === entry;
    case 'login':
      return keyMatches(key.includes('@') ? 'mailaddr' : 'string', key, entry);
  }
}

/** Whether an expression of a table matches; one that regcomp(3) refuses matches nothing. */
export function regexMatches(pattern: string, key: string): boolean {
  let regex = REGEXES.get(pattern);
  if (regex === undefined) {
    if (REGEXES.size >= MOST_REGEXES) REGEXES.clear();
    regex = compileTableRegex(pattern);
    REGEXES.set(pattern, regex);
  }
  return regex.ok && regex.matches(key);
}

/** Compiled ones: the same few are tried with key after key. */
const REGEXES = new Map<string, CompiledRegex>();
const MOST_REGEXES = 1000;

/** Whether every key that finds `narrow` finds `wide` too. False where that cannot be told. */
export function entryCovers(kind: KeyKind, wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  switch (kind) {
    case 'netaddr':
      return networkCovers(parseNetwork(wide, true), parseNetwork(narrow, true));
    case 'domain':
      return wide === '*' || (!narrow.includes('*') && hostnameMatch(narrow, wide));
    case 'mailaddr': {
      const a = parseMailAddress(wide);
      const b = parseMailAddress(narrow);
      if (a === undefined || b === undefined) return false;
      const domain = a.domain === '' || (b.domain !== '' && entryCovers('domain', a.domain, b.domain));
      return domain && (a.user === '' || a.user === b.user);
    }
    case 'string':
    case 'login':
      return false;
  }
}

function networkCovers(wide: Network | undefined, narrow: Network | undefined): boolean {
  if (wide === undefined || narrow === undefined || wide.bytes.length !== narrow.bytes.length) return false;
  return wide.bits <= narrow.bits && sameBits(wide, narrow, wide.bits);
}

/** Whether no key finds both. False where that cannot be told. */
export function entriesDisjoint(kind: KeyKind, a: string, b: string): boolean {
  switch (kind) {
    case 'netaddr': {
      const one = parseNetwork(a, true);
      const other = parseNetwork(b, true);
      if (one === undefined || other === undefined) return (one !== undefined || other !== undefined) && a !== b;
      return one.bytes.length !== other.bytes.length || !sameBits(one, other, Math.min(one.bits, other.bits));
    }
    case 'domain':
      if (!a.includes('*')) return b.includes('*') ? !hostnameMatch(a, b) : a !== b;
      return !b.includes('*') && !hostnameMatch(b, a);
    case 'mailaddr': {
      const one = parseMailAddress(a);
      const other = parseMailAddress(b);
      if (one === undefined || other === undefined) return false;
      if (one.domain !== '' && other.domain !== '' && entriesDisjoint('domain', one.domain, other.domain)) return true;
      // A sub-address makes one user of the other.
      return one.user !== '' && other.user !== '' && one.user.split('+')[0] !== other.user.split('+')[0];
    }
    case 'string':
      return a !== b;
    case 'login':
      return a !== b && entriesDisjoint('mailaddr', a, b);
  }
}

function sameBits(a: Network, b: Network, bits: number): boolean {
  for (let bit = 0; bit < bits; bit++) {
    const mask = 0x80 >> (bit & 7);
    if (((a.bytes[bit >> 3] ?? 0) & mask) !== ((b.bytes[bit >> 3] ?? 0) & mask)) return false;
  }
  return true;
}
