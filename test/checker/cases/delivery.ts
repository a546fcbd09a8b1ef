import type { RuleCase } from '../cases.js';

const MATCH = 'match for local action "a"\n';
const action = (text: string): string => `action "a" ${text}\n${MATCH}`;

const BOB = { '/etc/passwd': 'bob:x:0:0::/home/bob:/bin/sh\n', '/home/bob/.forward': '\\bob\n' };

export const DELIVERY: Readonly<Record<string, RuleCase>> = {
  'action-name-too-long': {
    underlined: [`"${'a'.repeat(65)}"`],
    near: [`action "${'a'.repeat(64)}" mbox\nmatch for local action "${'a'.repeat(64)}"\n`],
  },
  'action-user-missing': {
    underlined: ['"vmial"'],
    near: [
      { text: action('maildir user "Vmail"'), files: { '/etc/passwd': 'vmail:x:1:1::/:/bin/sh\n' } },
      // Users come from elsewhere, or nothing is known of them.
      { text: action('maildir user "vmial"'), files: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\n+::::::\n' } },
      {
        text: action('maildir user "vmial"'),
        files: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\n', '/etc/nsswitch.conf': 'passwd: files sss\n' },
      },
      action('maildir user "vmial"'),
      `table u { "vmail" = "5000:5000:/var/vmail" }\n${action('maildir user "vmail" userbase <u>')}`,
    ],
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
  'forward-self-no-default': {
    underlined: ['action "a" forward-only'],
    near: [
      // It has somewhere to go; it is not read, since others may write it; another user is named.
      { text: action('maildir'), files: BOB },
      {
        text: action('forward-only'),
        files: { ...BOB, '/home/bob/.forward': { text: '\\bob\n', mode: '0666' } },
      },
      { text: action('forward-only'), files: { ...BOB, '/home/bob/.forward': '\\alice\n# \\bob\n' } },
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
