/** The releases of OpenSMTPD (portable) whose grammar is action/match, oldest first. */
export const VERSIONS = [
  '6.4.0',
  '6.6.0',
  '6.7.0',
  '6.8.0',
  '7.3.0',
  '7.4.0',
  '7.5.0',
  '7.6.0',
  '7.7.0',
  '7.8.0',
] as const;

/** The last release with the grammar before that: accept and reject rules. */
export const LEGACY_VERSION = '6.0.3';

export type Version = (typeof VERSIONS)[number] | typeof LEGACY_VERSION;

/** `modern` since 6.4: action and match; `legacy` before: accept and reject. Told for each statement. */
export type Dialect = 'modern' | 'legacy';

export const NEWEST: Version = '7.8.0';

const RANK: ReadonlyMap<string, number> = new Map([
  [LEGACY_VERSION, -1],
  ...VERSIONS.map((version, rank): [string, number] => [version, rank]),
]);

/** Whether `version` is `since` or later. */
export function atLeast(version: Version, since: Version): boolean {
  return (RANK.get(version) ?? 0) >= (RANK.get(since) ?? 0);
}

/** The span of releases in which something exists: from `since` on, up to but not including `until`. */
export interface Lifetime {
  readonly since: Version;
  readonly until?: Version;
}

/** Whether something with this lifetime exists in `version`. */
export function existsIn(lifetime: Lifetime, version: Version): boolean {
  return atLeast(version, lifetime.since) && !(lifetime.until && atLeast(version, lifetime.until));
}

/**
 * The release a user means by `text`: an exact one, or the newest known one not after it, so that 7.2.0 (OpenBSD only),
 * 7.8 or 6.8.0p2 find the grammar they have; 6.0 to 6.3 have that of 6.0.3. Undefined for what is no version or older.
 */
export function resolveVersion(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:p\d+)?$/.exec(text);
  if (!match) return undefined;
  const wanted = Number(match[1]) * 10000 + Number(match[2]) * 100 + Number(match[3] ?? 99);
  let found: Version | undefined = Math.trunc(wanted / 10000) === 6 ? LEGACY_VERSION : undefined;
  for (const version of VERSIONS) {
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    if (major * 10000 + minor * 100 + patch <= wanted) found = version;
  }
  return found;
}

/** What is wrong with a version that resolveVersion does not know. */
export const NO_RELEASE = `no release of OpenSMTPD from 6.0 on; known are ${[LEGACY_VERSION, ...VERSIONS].join(', ')}`;

export type Platform = 'openbsd' | 'linux' | 'freebsd';

/** What a configuration is judged for. */
export interface Target {
  readonly version: Version;
  readonly platform: Platform;
}
