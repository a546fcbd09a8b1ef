import { certificateValidity } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { pkiFiles } from '../../subject/pki-files.js';

interface OutOfDate extends Found {
  readonly at: Token;
  readonly when: string;
}

/** For the year 2020, with the key that examples have. */
const OLD_CERTIFICATE = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBGDCBwAIBAjAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5teC5leGFtcGxlLm9y',
  'ZzAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDm14',
  'LmV4YW1wbGUub3JnMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHNXbRrexOFdu',
  'd1wtsdA3t0Qj4eYmyESsN2i6JLUPLv615G6vfLds5vHyhN1G0zDCvOmAiruMSxJZ',
  'DowhHzuQsDAKBggqhkjOPQQDAgNHADBEAiAT+3BeoxOqU+geWivyckDueT0L0hD/',
  'kY+B2J3bRYlPWQIgMqwajDFyMjoRVKGIBJ6WCcW5d2GlIWq9A3bXX69iMb4=',
  '-----END CERTIFICATE-----',
  '',
].join('\n');

export const pkiCertExpired = defineRule<OutOfDate>({
  id: 'pki-cert-expired',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  what: 'A certificate is out of date, or does not hold yet.',
  why: 'The daemon starts and presents it all the same. Programs of users, and servers that check names, turn away from it; others do not notice.',
  how: 'Renew it, and restart the daemon: it reads certificates when it starts.',
  bad: {
    ...conf(
      'pki mail cert "/etc/ssl/old.crt"',
      'pki mail key "/etc/ssl/private/mx.key"',
      'listen on lo tls pki mail',
      'action "a" mbox',
      'match from any for local action "a"',
    ),
    files: { '/etc/ssl/old.crt': OLD_CERTIFICATE },
  },
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on lo tls pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'ssl.c: ssl_load_certificate, which does not look at the time',
  needs: 'parts',
  *find(subject) {
    const now = subject.world.now();
    for (const { part, at, bytes } of subject.once(pkiFiles)) {
      const validity = part === 'cert' ? certificateValidity(bytes) : undefined;
      if (validity === undefined) continue;
      if (validity.until < now) yield { at, when: `ended on ${day(validity.until)}` };
      else if (validity.from > now) yield { at, when: `begins on ${day(validity.from)}` };
    }
  },
  message: ({ at, when }) => `The certificate in ${at.text} ${when}.`,
});

const day = (date: Date): string => date.toISOString().slice(0, 10);
