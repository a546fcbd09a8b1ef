import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { facesStrangers } from '../../predicates/public-address.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { ports } from '../../settings/ports-option.js';
import { meantListening } from '../../subject/listen-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Require extends Found {
  readonly at: Token;
}

export const mxPortTlsRequire = defineRule<Require, { readonly ports: readonly number[] }>({
  id: 'mx-port-tls-require',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  what: 'A listener on port 25 that strangers reach demands TLS.',
  why: 'Mail servers that do not speak TLS, or distrust the certificate, cannot deliver here (RFC 3207 forbids it for public servers).',
  how: 'Use tls, and demand TLS where clients submit mail, on port 587.',
  bad: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls-require pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_check_mail_from; RFC 3207 section 4',
  fix: 'unsafe',
  options: { ports: ports('The ports that other mail servers deliver to.', 25) },
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject, { ports: open }) {
    for (const { statement, listeners } of subject.once(meantListening)) {
      // Who demands authentication takes no mail from other servers anyway.
      const taking = listeners.some((one) => open.includes(one.port) && !one.auth?.required && facesStrangers(one));
      const clause = clauseOf(statement.options, 'listen.tls-require');
      if (taking && clause && clause.words.length === 1) yield { at: wordAt(clause) };
    }
  },
  message: () => 'This listener on port 25 takes mail over TLS only.',
  fixes: ({ at }) => fix('unsafe', 'Use tls', replaceText(at, 'tls')),
});
