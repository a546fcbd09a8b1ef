import { tokenOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Parameter extends Found {
  readonly at: Token;
  readonly part: string;
}

/** What tls_config_parse_protocols(3) of LibreSSL's libtls reads, between commas or colons, each with a ! or not. */
const PROTOCOLS: readonly string[] = [
  'all',
  'legacy',
  'default',
  'secure',
  'tlsv1',
  'tlsv1.0',
  'tlsv1.1',
  'tlsv1.2',
  'tlsv1.3',
];

export const tlsParamsInvalid = defineRule<Parameter>({
  id: 'tls-params-invalid',
  category: 'listeners',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '7.3.0' },
  what: 'A list of TLS versions has an entry that there is not.',
  why: 'The check does not look, and the daemon dies at start.',
  how: 'Use tlsv1.2 and tlsv1.3, with commas between them, or default.',
  bad: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on lo tls pki mail protocols "TLS1.2"',
    'match for local reject',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on lo tls pki mail protocols "tlsv1.2,tlsv1.3"',
    'match for local reject',
  ),
  daemon: 'accepts',
  source: 'smtp.c: smtp_setup_listener_tls; tls_config_set_protocols(3)',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { options } of [...subject.of('listen'), ...subject.of('action')]) {
      for (const clause of options) {
        if ((clause.id !== 'listen.protocols' && clause.id !== 'relay.protocols') || !clause.complete) continue;
        const at = tokenOf(clause);
        const part = at.text
          .split(/[,:]/)
          .find((one) => !PROTOCOLS.includes(one.trim().replace(/^!/, '').toLowerCase()));
        if (part !== undefined) yield { at, part: part.trim() };
      }
    }
  },
  message: ({ part }) => `There is no TLS version "${part}".`,
});
