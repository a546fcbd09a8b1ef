import { certificateKey, privateKeyIdentity, sameKey } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { asPlace, conf, defineRule, type Found } from '../../rule.js';
import { pkiFiles } from '../../subject/pki-files.js';

interface Mismatch extends Found {
  readonly at: Token;
  readonly certificate: Token;
}

/** Of another pair than the one that examples have. */
const OTHER_KEY = [
  '-----BEGIN PRIVATE KEY-----',
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHCMViFyMVdaiXOGo',
  'n0OkQ1usMxZsXz29Do1ZHzfzbqKhRANCAAR3h1s60zG0hyDMB3eJQVEGbFhULRNp',
  '+olcTI0Jfz4m1IJ14UaxK3OA7Thm+4qpvkKhqpvUwxUYsUSkjTDEteY8',
  '-----END PRIVATE KEY-----',
  '',
].join('\n');

export const pkiKeyMismatch = defineRule<Mismatch>({
  id: 'pki-key-mismatch',
  category: 'listeners',
  severity: 'error',
  since: '0.1.0',
  what: 'The key of a pki entry does not belong to its certificate.',
  why: 'The daemon starts, and every TLS handshake fails: clients fall back to no TLS, or do not deliver.',
  how: 'Name the key that the certificate was made for.',
  bad: {
    ...conf(
      'pki mail cert "/etc/ssl/mx.crt"',
      'pki mail key "/etc/ssl/private/other.key"',
      'listen on lo tls pki mail',
      'action "a" mbox',
      'match from any for local action "a"',
    ),
    files: { '/etc/ssl/private/other.key': { text: OTHER_KEY, mode: '0600' } },
  },
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on lo tls pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'ca.c: ca_init; ssl.c: ssl_load_key',
  needs: 'parts',
  *find(subject) {
    const files = subject.once(pkiFiles);
    for (const { name, part, at, bytes } of files) {
      const certificate = files.find((file) => file.name === name && file.part === 'cert');
      if (part !== 'key' || certificate === undefined) continue;
      const [one, other] = [certificateKey(certificate.bytes), privateKeyIdentity(bytes)];
      if (one === undefined || one === 'unreadable' || other === undefined || sameKey(one, other)) continue;
      yield { at, certificate: certificate.at };
    }
  },
  message: ({ at, certificate }) => `${at.text} is not the key of ${certificate.text}.`,
  related: ({ certificate }) => [{ message: 'the certificate', place: asPlace(certificate) }],
});
