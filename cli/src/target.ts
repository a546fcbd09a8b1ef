import { NEWEST, NO_RELEASE, type Platform, resolveVersion, type Target } from '@smtpd-conf/grammar';
import { UserError } from './exit-status.js';

const PLATFORMS: readonly Platform[] = ['openbsd', 'linux', 'freebsd'];

/** The target that --target and --platform name; the newest release and this system's kind where they do not. */
export function parseTarget(version: string | undefined, platform: string | undefined, option = '--target'): Target {
  const resolved = version === undefined ? NEWEST : resolveVersion(version);
  if (resolved === undefined) {
    throw new UserError(`${option} ${version}: ${NO_RELEASE}`);
  }
  const named = platform ?? ownPlatform();
  if (!(PLATFORMS as readonly string[]).includes(named)) {
    throw new UserError(`--platform ${named}: use one of ${PLATFORMS.join(', ')}`);
  }
  return { version: resolved, platform: named as Platform };
}

function ownPlatform(): Platform {
  return process.platform === 'openbsd' || process.platform === 'freebsd' ? process.platform : 'linux';
}
