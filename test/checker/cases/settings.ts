import type { RuleCase } from '../cases.js';

const REJECT = 'match for local reject\n';

export const SETTINGS: Readonly<Record<string, RuleCase>> = {
  'include-relative': {
    underlined: ['"etc/mail/rules.conf"'],
    near: [{ text: `include "/etc/mail/rules.conf"\n${REJECT}`, files: { '/etc/mail/rules.conf': 'queue ttl 1d\n' } }],
  },
  'last-wins': {
    underlined: ['queue ttl 1d'],
    near: [
      `mda wrapper "a" "b %{mda}"\nmda wrapper "c" "d %{mda}"\nsmtp limit max-rcpt 1\nsmtp limit max-mails 2\n${REJECT}`,
    ],
  },
  limits: {
    underlined: ['0'],
    near: [`mta limit conn-delay-host 0\nbounce warn-interval 1h, 6h, 2d\n${REJECT}`],
  },
  'mta-limit-order': {
    underlined: ['mta limit session-mail-max 10'],
    near: [
      `mta limit for domain "a.example" session-mail-max 1\nmta limit for domain "b.example" session-mail-max 2\n${REJECT}`,
    ],
  },
};
