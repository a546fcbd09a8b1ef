import type { Target } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { Envelope } from '../envelope.js';
import { commandPath } from '../installation.js';
import { mailAddressText } from '../tables/values/mail-address.js';
import type { UserInfo } from '../user-info.js';

/** mda_unpriv.c: the environment of commands. */
export function commandEnvironment(
  { sender, rcpt, dest }: Envelope,
  subAddress: string,
  user: UserInfo,
  runAs: UserInfo,
  target: Target,
): Record<string, string> {
  const logname = (behaves(target.version, 'logname-is-recipient') ? user : runAs).username;
  return {
    PATH: commandPath(target),
    DOMAIN: rcpt.domain,
    HOME: runAs.directory,
    ...(behaves(target.version, 'original-recipient') ? { ORIGINAL_RECIPIENT: mailAddressText(rcpt) } : {}),
    RECIPIENT: mailAddressText(dest),
    SHELL: '/bin/sh',
    LOCAL: rcpt.user,
    LOGNAME: logname,
    USER: logname,
    SENDER: sender.user === '' ? '' : mailAddressText(sender),
    ...(subAddress === '' ? {} : { EXTENSION: subAddress }),
  };
}

/** mda_mbox.c: that of mail.local, which says root whoever runs it. */
export function mailboxEnvironment(target: Target): Record<string, string> {
  return { HOME: '/', PATH: commandPath(target), LOGNAME: 'root', USER: 'root' };
}
