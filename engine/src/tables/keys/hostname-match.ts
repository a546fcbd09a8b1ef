import { lowerCase } from '../ascii.js';

/**
 * util.c:hostname_match. A run of `*` skips to the first place where the character after it stands and never comes back,
 * so `*.example.org` takes `a.example.org` and not `a.b.example.org`; and a `*` takes nothing where the name has ended, so
 * `a*` does not match `a`.
 */
export function hostnameMatch(hostname: string, pattern: string): boolean {
  const name = lowerCase(hostname);
  const wanted = lowerCase(pattern);
  let at = 0;
  let of = 0;
  while (of < wanted.length && at < name.length) {
    if (wanted[of] === '*') {
      while (wanted[of] === '*') of++;
      const next = wanted[of];
      const found = next === undefined ? -1 : name.indexOf(next, at);
      at = found < 0 ? name.length : found;
    } else if (wanted[of++] !== name[at++]) return false;
  }
  return at === name.length && of === wanted.length;
}
