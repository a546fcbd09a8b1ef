import type { MailAddress } from '@smtpd-conf/engine';

/** An address as queue listings have it; the null sender is "@". */
export function addressOf({ user, domain }: MailAddress): string {
  return `${user}@${domain}`;
}
