import type { RuleCase } from '../cases.js';

const RELAY = 'action "r" relay\n';
const MBOX = 'action "a" mbox\n';

export const VALUES: Readonly<Record<string, RuleCase>> = {
  'bare-table-name': {
    underlined: ['domains'],
    near: [
      `table domains { "example.org" }\n${MBOX}match from any for domain "example.org" action "a"\n`,
      `table localhost { "@mx.example.org" }\nmatch helo localhost mail-from <localhost> for any reject\n`,
      `table example.org { "bob@example.org" }\nmatch from any rcpt-to <example.org> for domain example.org reject\n`,
    ],
  },
  'mailaddr-no-at': {
    underlined: ['"example.org"'],
    near: [
      `${RELAY}match from any mail-from "john.doe" for local reject\n`,
      `${RELAY}match from any mail-from { "@example.org", "bob@example.org" } for local reject\n`,
    ],
  },
  'mailaddr-local-wildcard': {
    underlined: ['"*@example.org"'],
    near: ['match from any mail-from "bob@*.example.org" for any reject\n'],
  },
  'mailaddr-catchall': { underlined: ['"@"'], near: ['match from any mail-from regex "^@$" for any reject\n'] },
  'null-sender-key': {
    underlined: ['"<>"'],
    near: [
      'match from any mail-from regex "^@$" for any reject\n',
      'filter "f" phase mail-from match mail-from regex "^$" junk\nlisten on lo filter "f"\nmatch from any for any reject\n',
    ],
    mended: 'match from any mail-from regex "^@$" for any reject\n',
  },
  'domain-is-address': {
    underlined: ['"@example.org"'],
    near: [`${MBOX}match from any for rcpt-to "@example.org" action "a"\n`],
  },
  'domain-trailing-dot': {
    underlined: ['"example.org."'],
    near: [`${MBOX}match from any helo "example.org." for local action "a"\n`],
  },
  'domain-wildcard-depth': {
    underlined: ['"*.example.org"'],
    near: [
      `${MBOX}match from any for domain "*.example.org" action "a"\nmatch from any for domain "example.org" action "a"\n`,
    ],
  },
  'domain-wildcard-greedy': {
    underlined: ['"*example.org"'],
    near: [`${MBOX}match from any for domain { "example.*", "*" } action "a"\n`],
  },
  'value-has-comma': {
    underlined: ['"example.org, example.net"'],
    near: [`${MBOX}match from any for domain regex "^(a{1,2}|b)\\.example$" action "a"\n`],
  },
  'domain-non-ascii': {
    underlined: ['"bücher.example"'],
    near: [`# bücher\n${MBOX}match from any for domain "buecher.example" action "a"\n`],
  },
  'regex-case-folded': {
    underlined: ['"^\\S+@example\\.org$"'],
    near: ['match from any mail-from regex "^[A-Z]+\\\\\\\\S@example\\.org$" for any reject\n'],
  },
  'regex-invalid': {
    underlined: ['"^(alice|bob@example\\.org$"'],
    near: [
      'match from any mail-from regex "^(alice|bob)[)]@example\\.org$" for any reject\n',
      'match from any mail-from regex "(?i)^alice@" for any reject\n',
      'match from any mail-from regex "^a{1,2}b[{]@" for any reject\n',
    ],
  },
  'regex-not-ere': {
    underlined: ['"^user\\d+@example\\.org$"'],
    near: ['match from any mail-from regex "^(user|me)[0-9]+@d\\.example\\.org$" for any reject\n'],
  },
  'regex-unanchored': {
    underlined: ['".*@example.org"'],
    near: [
      'match from any mail-from regex "@example\\.org$" for any reject\n',
      'match from any mail-from regex "^postmaster@" for any reject\n',
    ],
  },
  'netaddr-anyhost-literal': {
    underlined: ['"0.0.0.0/0"'],
    near: [`${MBOX}match from src { "0.0.0.0/0", "::/0" } for local action "a"\n`],
  },
  'netaddr-classful': {
    underlined: ['"10.1"'],
    near: [`${RELAY}match from src { "10.1.0.0/16", "10.1.2.3" } for any action "r"\n`],
  },
  'netaddr-host-bits': {
    underlined: ['"10.1.2.3/8"'],
    near: [`${RELAY}match from src { "10.1.2.3/32", "10.1.2.3", "2001:db8::/32" } for any action "r"\n`],
  },
  'netaddr-invalid': {
    underlined: ['"10.0.0.0/33"'],
    near: [`${RELAY}match from src { "local", "[2001:db8::1]", "::1", "10/8" } for any action "r"\n`],
  },
};
