import type { RuleCase } from '../cases.js';

const MATCH = 'match for local action "a"\n';
const action = (text: string): string => `action "a" ${text}\n${MATCH}`;

export const DELIVERY: Readonly<Record<string, RuleCase>> = {
  'action-name-too-long': {
    underlined: [`"${'a'.repeat(65)}"`],
    near: [`action "${'a'.repeat(64)}" mbox\nmatch for local action "${'a'.repeat(64)}"\n`],
  },
  'format-legacy': {
    underlined: ['"/var/mail/%u"'],
    near: [
      action('mda "/bin/sh -c \'date +%d\'"'),
      action('maildir "/var/mail/%%user"'),
      action('maildir "/m/%users"'),
    ],
    mended: 'action "a" maildir "/var/mail/%{user.username}"\nmatch for local action "a"\n',
  },
  'format-unknown': {
    underlined: ['"/var/mail/%{user.name}"'],
    near: [
      action('maildir "/var/mail/%{dest.domain:lowercase}/%{dest.user[0]}"'),
      `mda wrapper "w" "/usr/bin/nice %{mda}"\n${action('maildir wrapper "w"')}`,
    ],
  },
  'lmtp-destination': {
    underlined: ['"unix:/var/run/lmtp"'],
    near: [action('lmtp "localhost:24"'), action('lmtp "/var/run/dovecot/lmtp" rcpt-to')],
    mended: 'action "a" lmtp "/var/run/lmtp"\nmatch for local action "a"\n',
  },
  'mbox-wrapper': {
    underlined: ['wrapper'],
    near: [`mda wrapper "w" "/usr/bin/nice %{mda}"\n${action('maildir wrapper "w"')}`],
  },
  'mda-double-quotes': {
    underlined: [`'/usr/bin/deliver "%{user.username}"'`],
    near: [action(`maildir '/var/mail/"x"'`), action(`mda "/usr/bin/deliver '%{sender}'"`)],
    mended: `action "a" mda "/usr/bin/deliver '%{user.username}'"\nmatch for local action "a"\n`,
  },
  'mda-shell-env': {
    underlined: ['"/usr/bin/deliver -f $SENDER"'],
    near: [action('mda "/usr/bin/deliver -d $USER"'), action('mda "/usr/bin/deliver \\\\$SENDERS"')],
  },
  'root-undeliverable': {
    underlined: ['action "a" maildir'],
    near: [
      action('mbox'),
      action('maildir user "nobody"'),
      'table v { "@" = "bob" }\naction "a" maildir virtual <v>\nmatch for local action "a"\n',
      'action "a" maildir\nmatch for domain "example.org" action "a"\n',
      'action "m" mbox\naction "a" maildir\nmatch from any for local action "m"\nmatch for local action "a"\n',
    ],
  },
  'virtual-domain-gap': {
    underlined: ['match from any for domain { "example.org", "example.net" } action "a"'],
    near: [
      'table v { "bob@example.org" = "bob", "postmaster" = "bob" }\naction "a" mbox virtual <v>\nmatch from any for domain { "example.org", "example.net" } action "a"\n',
      'table v { "@" = "bob" }\naction "a" mbox virtual <v>\nmatch from any for domain "example.net" action "a"\n',
    ],
  },
};
