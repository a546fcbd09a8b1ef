import type { RuleCase } from '../cases.js';

const MATCH = 'match from local for any action "r"\n';
const SECRETS = 'table secrets { "me" = "user:password" }\n';
const relay = (options: string): string => `${SECRETS}action "r" relay ${options}\n${MATCH}`;

export const RELAYING: Readonly<Record<string, RuleCase>> = {
  'relay-auth-no-label': {
    underlined: ['smtps://relay.example.net'],
    near: [relay('host { "smtps://me@relay.example.net", "smtps://other.example.net" } auth <secrets>')],
  },
  'relay-filter-builtin': {
    underlined: ['filter "f"'],
    near: [`filter "f" proc-exec "filter-dkimsign"\n${relay('filter "f"')}`],
    mended:
      'filter "f" phase mail-from match mail-from "@example.net" reject "550 no"\naction "r" relay\nmatch from local for any action "r"\n',
  },
  'relay-label-contains-at': {
    underlined: ['"smtps://bob@example.org@mail.example.net"'],
    near: [relay('host "smtps://me@relay.example.net" auth <secrets>')],
  },
  'relay-label-missing': {
    underlined: ['smtps://me@relay.example.net'],
    near: [relay('host smtps://ME@relay.example.net auth <secrets>')],
  },
  'relay-label-no-auth': {
    underlined: ['smtps://me@relay.example.net'],
    near: [relay('host smtps://relay.example.net')],
  },
  'relay-label-plaintext': {
    underlined: ['smtp://me@relay.example.net:587'],
    near: [relay('host smtp://relay.example.net:587'), relay('host "smtp://me@:25" auth <secrets>')],
  },
  'relay-pki-ca-undefined': {
    underlined: ['nosuch'],
    near: [`pki mail cert "/etc/ssl/mx.crt"\npki mail key "/etc/ssl/private/mx.key"\n${relay('pki mail')}`],
  },
  'relay-port-scheme': {
    underlined: ['smtps://relay.example.net:587'],
    near: [relay('host smtps://relay.example.net:2587'), relay('host lmtp://relay.example.net:465')],
  },
  'relay-src-invalid': { underlined: ['"mx.example.org"'], near: [relay('src { "192.0.2.1", "2001:db8::1" }')] },
  'relay-tls-notls': {
    underlined: ['smtp+notls://relay.example.net'],
    near: [relay('host smtp+notls://relay.example.net'), relay('host smtp://relay.example.net tls')],
  },
  'relay-tls-public': {
    underlined: ['tls'],
    near: [
      relay('tls no-verify'),
      relay('host relay.example.net tls'),
      'action "r" relay tls\nmatch from local for domain "example.net" action "r"\n',
    ],
  },
  'relay-url-invalid': {
    underlined: ['smtp://relay.example.net:99999'],
    near: [relay('host "lmtp://[::1]:24"'), relay('host smtp+tls://relay.example.net')],
  },
  'relay-url-legacy': {
    underlined: ['tls+auth://me@relay.example.net:587'],
    near: [relay('host smtp+tls://me@relay.example.net auth <secrets>')],
  },
  'relay-url-typo': {
    underlined: ['"smtp+tls//relay.example.net"'],
    near: [relay('host "[2001:db8::1]:25"'), relay('host relay.example.net')],
    mended: 'action "r" relay host smtp+tls://relay.example.net\nmatch from local for any action "r"\n',
  },
  'srs-misuse': {
    underlined: ['srs key "0123456789abcdef"'],
    near: ['srs key "a"\nsrs key backup "b"\naction "r" relay srs\nmatch from local for any action "r"\n'],
  },
};
