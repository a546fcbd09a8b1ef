import type { Platform, Target } from '@smtpd-conf/grammar';
import { behaves } from './behaviour.js';

/** What the build of OpenSMTPD for a platform has compiled in, as far as deliveries show it. */
export interface Installation {
  /** SMTPD_USER: whom commands out of aliases run as. */
  readonly daemonUser: string;
  /** Where mail.local, mail.maildir and the other delivery agents are. */
  readonly agentDir: string;
  /** _PATH_MAILDIR: where mail.local keeps the mailboxes. */
  readonly mailboxDir: string;
  /** _PATH_DEFPATH of the system: the PATH of commands. */
  readonly path: string;
}

/** Linux as Debian builds it; OpenBSD's base system; FreeBSD's port. */
export const INSTALLATIONS: Readonly<Record<Platform, Installation>> = {
  linux: {
    daemonUser: 'opensmtpd',
    agentDir: '/usr/libexec/opensmtpd',
    mailboxDir: '/var/mail',
    path: '/usr/bin:/bin',
  },
  openbsd: {
    daemonUser: '_smtpd',
    agentDir: '/usr/libexec',
    mailboxDir: '/var/mail',
    path: '/usr/bin:/bin:/usr/sbin:/sbin:/usr/X11R6/bin:/usr/local/bin:/usr/local/sbin',
  },
  freebsd: {
    daemonUser: '_smtpd',
    agentDir: '/usr/local/libexec/opensmtpd',
    mailboxDir: '/var/mail',
    path: '/usr/bin:/bin',
  },
};

/** The PATH of commands. The portable releases before 7.3 did not find the system's paths.h, and brought their own. */
export function commandPath({ platform, version }: Target): string {
  return platform === 'openbsd' || behaves(version, 'system-path') ? INSTALLATIONS[platform].path : '/bin:/usr/bin';
}
