import type { RuleCase } from '../cases.js';

const LISTEN = 'listen on 192.0.2.1\n';
const MBOX = 'action "a" mbox\n';
const RELAY = 'action "r" relay\n';
const OPEN = `${LISTEN}${RELAY}`;
const KEYS = 'pki mail cert "/etc/ssl/mx.crt"\npki mail key "/etc/ssl/private/mx.key"\n';
const SUBMISSION = `${KEYS}listen on 192.0.2.1 port 587 tls-require pki mail auth\n`;
const AUTH_FILTER = 'filter "auth" phase mail-from match !auth reject "550 authenticate first"\n';

export const ROUTING: Readonly<Record<string, RuleCase>> = {
  'auth-implicit-from-local': {
    underlined: ['auth'],
    near: [`${RELAY}match auth from local for any action "r"\n`, `${RELAY}match !auth for any reject\n`],
    mended: `${RELAY}match from any auth for any action "r"\n`,
  },
  'auth-without-auth-listener': {
    underlined: ['auth'],
    near: [`${OPEN}match !auth from any for any reject\n`],
  },
  'criterion-overridden': {
    underlined: ['mail-from "@example.org"'],
    near: [`${MBOX}match from mail-from "@example.net" rcpt-to "bob@example.org" for local action "a"\n`],
  },
  'implicit-for-local': {
    underlined: ['match from any action "a"'],
    near: [`${MBOX}match from any for rcpt-to "bob@example.org" action "a"\n`, `${MBOX}match from any reject\n`],
  },
  'implicit-from-local': {
    underlined: ['match for domain "example.org" action "a"'],
    near: [
      `${LISTEN}${MBOX}match for domain "example.org" action "a"\nmatch from any for domain "example.org" action "a"\n`,
      `${LISTEN}${RELAY}match for domain "example.org" action "r"\n`,
      `listen on lo\n${MBOX}match for domain "example.org" action "a"\n`,
    ],
  },
  'match-tls-tempfail': {
    underlined: ['tls'],
    near: [`${MBOX}match from any for domain tls.example.org action "a"\n`],
    mended: `${MBOX}match from any for local action "a"\n`,
  },
  'login-no-outbound': {
    underlined: ['auth'],
    near: [
      `${SUBMISSION}${RELAY}match from any auth for any action "r"\nmatch for any action "r"\n`,
      `${SUBMISSION}${RELAY}match from src "192.168.0.0/16" for any action "r"\nmatch for any action "r"\n`,
      `${SUBMISSION}${MBOX}${RELAY}match from any for local action "a"\nmatch for domain "example.net" action "r"\n`,
      `${SUBMISSION}${RELAY}match auth for any action "r"\n`,
      `${SUBMISSION}${MBOX}match from any for local action "a"\n`,
      `${KEYS}listen on lo port 587 tls-require pki mail auth\n${RELAY}match for any action "r"\n`,
    ],
    mended: `${SUBMISSION}${RELAY}match from any auth for any action "r"\nmatch for any action "r"\n`,
  },
  'no-local-outbound': {
    underlined: [''],
    near: [
      `${LISTEN}${RELAY}match for any action "r"\n`,
      `${LISTEN}${RELAY}match from socket for any action "r"\n`,
      `${LISTEN}${RELAY}match from any auth for any action "r"\n`,
      `${LISTEN}${RELAY}match from local for domain regex ".*\\.example$" action "r"\n`,
      'match from any for any reject\n',
    ],
  },
  'open-relay-any': {
    underlined: ['match from any for any action "r"'],
    near: [
      `listen on lo\n${RELAY}match from any for any action "r"\n`,
      `listen on 10.0.0.1\n${RELAY}match from any for any action "r"\n`,
      `${OPEN}match from src "198.51.100.0/24" for any action "r"\n`,
      `${LISTEN}action "r" relay backup\nmatch from any for any action "r"\n`,
      `${OPEN}match !from src "198.51.100.0/24" for any reject\nmatch from any for any action "r"\n`,
      `${OPEN}match from any !auth for any reject\nmatch from any for any action "r"\n`,
      `${AUTH_FILTER}listen on 192.0.2.1 filter "auth"\n${RELAY}match from any for any action "r"\n`,
      `${OPEN}match from any for rcpt-to "@example.org" action "r"\n`,
      `${LISTEN}listen on lo tag OUT\n${RELAY}match tag OUT from any for any action "r"\n`,
    ],
    mended: `${LISTEN}${RELAY}match auth from any for any action "r"\n`,
  },
  'open-relay-negation': {
    underlined: ['match !from auth for any action "r"'],
    near: [
      `${OPEN}match !from any for any action "r"\n`,
      `${OPEN}match from local !for domain "example.org" action "r"\n`,
      `${OPEN}match !from local for domain "example.org" action "r"\n`,
    ],
  },
  'open-relay-weak-criterion': {
    underlined: ['match from any mail-from "@example.org" for any action "r"'],
    near: [
      `${OPEN}match from local mail-from "@example.org" for any action "r"\n`,
      `${OPEN}match auth from any mail-from "@example.org" for any action "r"\n`,
      `${OPEN}match from any mail-from "@example.org" for domain "example.net" action "r"\n`,
      `${OPEN}match from any mail-from regex "example" for any action "r"\n`,
    ],
  },
  'rule-after-catchall-reject': {
    underlined: ['match from any for local action "a"'],
    near: [`${MBOX}match from any mail-from "@example.net" for any reject\nmatch from any for local action "a"\n`],
  },
  'rule-duplicate': {
    underlined: ['match from any for domain "example.org" action "a"'],
    near: [
      `${MBOX}match from local for domain "example.org" action "a"\nmatch from any for domain "example.org" action "a"\n`,
      `${MBOX}match from any for domain regex "a" action "a"\nmatch from any for domain regex "b" action "a"\n`,
    ],
    mended: `${MBOX}match from any for domain "example.org" action "a"\n`,
  },
  'rule-never-matches': {
    underlined: ['!from any'],
    near: [
      `${MBOX}match from any !for local reject\n`,
      `${MBOX}match from any for domain "example.org" rcpt-to { "@example.net", "bob@example.org" } action "a"\n`,
      `${MBOX}match from any for domain "*.example.org" rcpt-to "bob@*.example.org" action "a"\n`,
      `${MBOX}match from any rcpt-to "bob" action "a"\n`,
      `${MBOX}match from rdns { "*.example.org", "mx.example.net" } for local action "a"\n`,
      `${MBOX}match from rdns regex ".*\\.example\\.org$" for local action "a"\n`,
    ],
  },
  'rule-shadowed': {
    underlined: ['match from any for domain "example.net" action "r"'],
    near: [
      `${MBOX}${RELAY}match from local for domain "example.net" action "a"\nmatch from any for domain "example.net" action "r"\n`,
      `${MBOX}${RELAY}match from any tls for domain "example.net" action "a"\nmatch from any for domain "example.net" action "r"\n`,
      `${MBOX}${RELAY}match from any for domain "*.example.net" action "a"\nmatch from any for domain "a.b.example.net" action "r"\n`,
      `${MBOX}${RELAY}match from src "198.51.100.0/25" for any action "a"\nmatch from src "198.51.100.0/24" for any action "r"\n`,
      `${MBOX}${RELAY}match from any mail-from "bob@example.org" for any action "a"\nmatch from any mail-from "@example.org" for any action "r"\n`,
      `${MBOX}${RELAY}match from any !for domain "example.net" action "r"\nmatch from any for domain "example.net" action "a"\n`,
    ],
  },
  'tag-undefined': {
    underlined: ['DKIM_OUT'],
    near: [
      `listen on lo tag dkim\n${MBOX}match tag DKIM for local action "a"\n`,
      `listen on socket tag local_\n${MBOX}match tag local_ for local action "a"\n`,
    ],
  },
  'tag-unused': {
    underlined: ['DKIM'],
    near: [`listen on lo tag DKIM\n${MBOX}match tag regex "^d" for local action "a"\n`],
  },
  'unused-definition': {
    underlined: ['domains'],
    near: [
      'table users { "bob" = "alice" }\naction "a" mbox alias <users>\nmatch for local action "a"\n',
      'mda wrapper "w" "/usr/bin/nice %{mda}"\naction "a" maildir wrapper "w"\nmatch for local action "a"\n',
      'd = "example.org"\nmatch for domain $d reject\n',
    ],
  },
};
