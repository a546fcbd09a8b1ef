import { NEWEST, type Platform, resolveVersion, type Target } from '@smtpd-conf/grammar';

/** What a user can set, per folder (section `smtpd-conf`). */
export interface Settings {
  readonly target: Target;
  /** A directory below which absolute paths are looked up; "" for none. */
  readonly root: string;
  /** The path of a file that describes the world of dry runs; "" for none. */
  readonly world: string;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
}

export const SECTION = 'smtpd-conf';

/** Settings out of what the client sent; whatever is missing or makes no sense is as by default. */
export function readSettings(value: unknown, ownPlatform: Platform): Settings {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const version = typeof given.targetVersion === 'string' ? resolveVersion(given.targetVersion) : undefined;
  const platform = PLATFORMS.find((known) => known === given.platform);
  return {
    target: { version: version ?? NEWEST, platform: platform ?? ownPlatform },
    root: typeof given.root === 'string' ? given.root : '',
    world: typeof given.world === 'string' ? given.world : '',
    inlayHints: given.inlayHints !== false,
    codeLens: given.codeLens !== false,
  };
}

const PLATFORMS: readonly Platform[] = ['openbsd', 'linux', 'freebsd'];
