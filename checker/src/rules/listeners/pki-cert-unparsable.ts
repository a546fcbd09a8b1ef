import { certificateKey } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { pkiFiles } from '../../subject/pki-files.js';

interface Unparsable extends Found {
  readonly at: Token;
}

export const pkiCertUnparsable = defineRule<Unparsable>({
  id: 'pki-cert-unparsable',
  category: 'listeners',
  severity: 'error',
  since: '0.1.0',
  what: 'The file of a certificate holds no certificate.',
  why: 'smtpd -n does not look into it, and the daemon ends when it starts.',
  how: 'Name a file in PEM form, with the certificate of the host first and those above it behind.',
  bad: {
    ...conf(
      'pki mail cert "/etc/ssl/empty.crt"',
      'pki mail key "/etc/ssl/private/mx.key"',
      'listen on lo tls pki mail',
      'action "a" mbox',
      'match from any for local action "a"',
    ),
    files: { '/etc/ssl/empty.crt': '' },
  },
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on lo tls pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'ssl.c: ssl_load_certificate; smtp.c: smtp_setup_listener_tls',
  needs: 'parts',
  *find(subject) {
    for (const { part, at, bytes } of subject.once(pkiFiles))
      if (part === 'cert' && certificateKey(bytes) === 'unreadable') yield { at };
  },
  message: ({ at }) => `${at.text} holds no certificate.`,
});
