import { CERTIFICATE_TEXT } from '../../support/certificate.js';
import type { RuleCase } from '../cases.js';

const PKI = 'pki mail cert "/etc/ssl/mx.crt"\npki mail key "/etc/ssl/private/mx.key"\n';
const REJECT = 'match for local reject\n';

const ED25519_KEY =
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n';

export const LISTENERS: Readonly<Record<string, RuleCase>> = {
  'listen-address-absent': {
    underlined: ['198.51.100.9'],
    near: [`listen on 0.0.0.0\nlisten on 127.0.0.1 port 2525\n${REJECT}`],
  },
  'listen-all': {
    underlined: ['all'],
    near: [`listen on "nosuch0"\n${REJECT}`],
    mended: 'listen on 0.0.0.0\nlisten on "::"\naction "a" mbox\nmatch from any for local action "a"\n',
  },
  'listen-duplicate': {
    underlined: ['listen on 192.0.2.1 port 25'],
    near: [`listen on 192.0.2.1\nlisten on 127.0.0.1\n${REJECT}`],
  },
  'listen-localhost': { underlined: ['localhost'], near: [`listen on lo hostname localhost\n${REJECT}`] },
  'multi-listen-for-sni': {
    underlined: ['listen on 192.0.2.1 tls pki b'],
    near: [`${PKI}listen on 192.0.2.1 tls pki mail\nlisten on 192.0.2.1 port 465 smtps pki mail\n${REJECT}`],
  },
  'mx-port-auth-required': {
    underlined: ['auth'],
    near: [
      `${PKI}listen on 192.0.2.1 tls pki mail auth-optional\n${REJECT}`,
      `${PKI}listen on lo tls pki mail auth\n${REJECT}`,
    ],
  },
  'mx-port-tls-require': {
    underlined: ['tls-require'],
    near: [
      `${PKI}listen on 192.0.2.1 port 587 tls-require pki mail auth\n${REJECT}`,
      `${PKI}listen on 192.0.2.1 tls-require pki mail auth\n${REJECT}`,
    ],
  },
  'pki-cert-expired': {
    underlined: ['"/etc/ssl/old.crt"'],
    near: [
      `${PKI}listen on lo tls pki mail\n${REJECT}`,
      // What is no certificate is another rule's to tell.
      { text: `${PKI}listen on lo tls pki mail\n${REJECT}`, files: { '/etc/ssl/mx.crt': 'none' } },
    ],
  },
  'pki-cert-unparsable': {
    underlined: ['"/etc/ssl/empty.crt"'],
    near: [
      {
        text: `${PKI}listen on lo tls pki mail\n${REJECT}`,
        files: { '/etc/ssl/mx.crt': `subject: mx\n${CERTIFICATE_TEXT}${CERTIFICATE_TEXT}` },
      },
      {
        text: `${PKI}listen on lo tls pki mail\n${REJECT}`,
        files: { '/etc/ssl/mx.crt': CERTIFICATE_TEXT.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE') },
      },
      `pki mail cert "/etc/ssl/none.crt"\n${PKI}${REJECT}`,
    ],
  },
  'pki-key-mismatch': {
    underlined: ['"/etc/ssl/private/other.key"'],
    near: [
      `${PKI}listen on lo tls pki mail\n${REJECT}`,
      // Kinds of keys that are not known, and what is no key.
      {
        text: `${PKI}listen on lo tls pki mail\n${REJECT}`,
        files: { '/etc/ssl/private/mx.key': { text: ED25519_KEY, mode: '0600' } },
      },
    ],
  },
  'pki-name-case': {
    underlined: ['Mail.Example.org'],
    near: [`${PKI}listen on lo tls pki nosuch\n${REJECT}`],
  },
  'pki-redefined': {
    underlined: ['cert "/etc/ssl/mx.crt"'],
    near: [`${PKI}pki other cert "/etc/ssl/mx.crt"\npki other key "/etc/ssl/private/mx.key"\n${REJECT}`],
  },
  'port-mode-mismatch': {
    underlined: ['smtps'],
    near: [
      `${PKI}listen on 192.0.2.1 port 2465 smtps pki mail auth\n${REJECT}`,
      `${PKI}listen on 192.0.2.1 smtps pki mail auth\n${REJECT}`,
    ],
  },
  'proxy-v2-exposed': { underlined: ['proxy-v2'], near: [`listen on 10.0.0.1 proxy-v2\n${REJECT}`] },
  'received-auth-failed': {
    underlined: ['received-auth'],
    near: [`${PKI}listen on lo tls pki mail auth received-auth\n${REJECT}`],
  },
  'senders-without-auth': {
    underlined: ['senders'],
    near: [`${PKI}table m { "b" = "b@example.org" }\nlisten on lo tls pki mail auth-optional senders <m>\n${REJECT}`],
  },
  'submission-no-auth': {
    underlined: ['listen on 192.0.2.1 port 587 tls-require pki mail'],
    near: [
      `${PKI}listen on 192.0.2.1 port 587 tls-require verify pki mail\n${REJECT}`,
      `listen on lo port 587\n${REJECT}`,
      'listen on 0.0.0.0 port 587\naction "r" relay\nmatch from src 172.17.0.0/16 for any action "r"\n',
    ],
  },
  'tls-params-invalid': {
    underlined: ['"TLS1.2"'],
    near: [`${PKI}listen on lo tls pki mail protocols "all,!tlsv1.0"\n${REJECT}`],
  },
};
