import { atLeast, type Version } from '@smtpd-conf/grammar';

/** Whether lists in braces may go over lines: table.c's optnl in parse.y, since 7.5. */
export function behavesOnLines(version: Version): boolean {
  return atLeast(version, '7.5.0');
}
