import type { Platform } from './version.js';

/** What the build of OpenSMTPD for a platform has compiled in, and the C library's limits there, in bytes. */
export interface PlatformFacts {
  /** SMTPD_CONFDIR: where smtpd.conf and mailname are. */
  readonly confDir: string;
  /** PATH_LIBEXEC: where table processes are looked for, as `table-NAME`. */
  readonly libexecDir: string;
  /** PATH_MAX: the size of the buffer that a table's file name must fit in, its final NUL included. */
  readonly pathMax: number;
  /** LINE_MAX: likewise for the names of tables and backends. */
  readonly lineMax: number;
  /** HOST_NAME_MAX: the longest name of the host itself. */
  readonly hostNameMax: number;
  /** Which db(3) reads `db:` tables: Berkeley DB 5.3's dbopen or the 1.85 of the BSDs. */
  readonly db: '5.3' | '1.85';
}

/** Linux as Debian builds it; OpenBSD's base system; FreeBSD's port. */
export const PLATFORMS: Readonly<Record<Platform, PlatformFacts>> = {
  linux: {
    confDir: '/etc',
    libexecDir: '/usr/libexec/opensmtpd',
    pathMax: 4096,
    lineMax: 2048,
    hostNameMax: 64,
    db: '5.3',
  },
  openbsd: {
    confDir: '/etc/mail',
    libexecDir: '/usr/local/libexec/smtpd',
    pathMax: 1024,
    lineMax: 2048,
    hostNameMax: 255,
    db: '1.85',
  },
  freebsd: {
    confDir: '/usr/local/etc/mail',
    libexecDir: '/usr/local/libexec/opensmtpd',
    pathMax: 1024,
    lineMax: 2048,
    hostNameMax: 255,
    db: '1.85',
  },
};
