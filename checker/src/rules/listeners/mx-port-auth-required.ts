import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { facesStrangers } from '../../predicates/public-address.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { ports } from '../../settings/ports-option.js';
import { meantListening } from '../../subject/listen-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Auth extends Found {
  readonly at: Token;
}

export const mxPortAuthRequired = defineRule<Auth, { readonly ports: readonly number[] }>({
  id: 'mx-port-auth-required',
  category: 'listeners',
  severity: 'error',
  since: '0.1.0',
  what: 'A listener on port 25 that strangers reach demands authentication.',
  why: 'Other mail servers have no password here: each is refused with 530, and no mail comes in.',
  how: 'Use auth-optional, or a listener of its own on port 587.',
  bad: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls pki mail auth',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 tls pki mail',
    'listen on 192.0.2.1 port 587 tls-require pki mail auth',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_check_mail_from',
  fix: 'unsafe',
  options: { ports: ports('The ports that other mail servers deliver to.', 25) },
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject, { ports: open }) {
    for (const { statement, listeners } of subject.once(meantListening)) {
      if (!listeners.some((one) => open.includes(one.port) && one.auth?.required && facesStrangers(one))) continue;
      const clause = clauseOf(statement.options, 'listen.auth');
      if (clause) yield { at: wordAt(clause) };
    }
  },
  message: () => 'This listener on port 25 takes mail from clients that authenticate, and from nobody else.',
  fixes: ({ at }) => fix('unsafe', 'Use auth-optional', replaceText(at, 'auth-optional')),
});
