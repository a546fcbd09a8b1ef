import type { RuleCase } from '../cases.js';

const users = (entries: string): string =>
  `table users { ${entries} }\naction "a" mbox alias <users>\nmatch for local action "a"\n`;
const virtual = (entries: string): string =>
  `table users { ${entries} }\naction "a" mbox virtual <users>\nmatch for domain "example.org" action "a"\n`;
const domains = (text: string) => ({
  text: 'table domains file:/etc/mail/domains\nmatch for domain <domains> reject\n',
  files: { '/etc/mail/domains': text },
});

export const TABLES: Readonly<Record<string, RuleCase>> = {
  'alias-bad-address': {
    underlined: ['"bob"'],
    near: [users('"bob" = "bob@mx-1.example.org, alice"'), users(`"bob" = '"|/bin/mail x@y_z"'`)],
  },
  'alias-bad-value': {
    underlined: ['"bob"'],
    near: [
      users('"bob" = "alice, bob@example.org, /var/mail/x, error:550 gone, :include:/etc/list"'),
      users(`"bob" = '"|/bin/cat"'`),
    ],
  },
  'alias-loop': {
    underlined: ['"a@example.org"'],
    near: [
      virtual('"a@example.org" = "b@example.org, carol", "b@example.org" = "a@example.org"'),
      virtual('"a@example.org" = "b@example.org", "b@example.org" = "c@example.net"'),
    ],
  },
  'auth-table-plaintext': {
    underlined: ['"bob"'],
    near: [
      'table secrets { "me" = "user:password" }\naction "r" relay host smtps://me@relay.example.net auth <secrets>\nmatch for any action "r"\n',
    ],
  },
  'secrets-readable': {
    underlined: ['file:/etc/mail/secrets'],
    near: [domains('example.org\n')],
  },
  'table-db-as-file': { underlined: ['file:/etc/mail/users.db'], near: [domains('example.org\n')] },
  'table-db-unreadable': {
    underlined: ['db:/etc/mail/users.db'],
    near: [
      {
        text: 'table users db:/etc/mail/none.db\nmatch for domain <users> reject\n',
      },
      {
        // Of the group of the daemon, perhaps; and one that is read as root.
        text: 'table users db:/etc/mail/users.db\ntable names file:/etc/mail/names\nmatch for domain <names> reject\n',
        files: {
          '/etc/mail/users.db': { base64: '', mode: '0640', gid: 110 },
          '/etc/mail/names': { text: 'a\n', mode: '0600' },
        },
      },
    ],
  },
  'table-duplicate-key': {
    underlined: ['"Info"'],
    near: [users('"info" = "alice", "information" = "bob"'), users('"info" = "alice", "INFO" = "alice"')],
  },
  'table-mixed-kind': {
    underlined: ['bob: alice'],
    near: [domains('# @list\nsmtp://a b\n'), domains('[2001:db8::1]\nexample.org # old\n')],
  },
  'table-trailing-comment': {
    underlined: ['# the old one'],
    near: [domains('# all of it\nexample.org\n'), domains('a#b.example.org\n')],
  },
  'userbase-malformed': {
    underlined: ['"bob"'],
    near: [
      'table users { "bob" = "1000:1000:/home/bob:x" }\naction "a" maildir userbase <users>\nmatch for local action "a"\n',
    ],
  },
};
