import type { Target, Version } from '@smtpd-conf/grammar';

/** SMTPD_VERSION of the last portable release before 7 of each kind. */
const PORTABLE: Partial<Record<Version, string>> = {
  '6.0.3': '6.0.3-portable',
  '6.4.0': '6.4.2p1',
  '6.6.0': '6.6.4p1',
  '6.7.0': '6.7.1p1',
  '6.8.0': '6.8.0p2',
};

/** What the daemon calls itself where programs ask for its version (smtpd.h: SMTPD_VERSION). */
export function daemonVersion({ version, platform }: Pick<Target, 'version' | 'platform'>): string {
  return platform === 'openbsd' ? version : (PORTABLE[version] ?? `${version}-portable`);
}
