import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { SERVICES } from '../../subject/ruleset.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Inert extends Found {
  readonly at: Token;
}

export const sendersWithoutAuth = defineRule<Inert>({
  id: 'senders-without-auth',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  what: 'A listener has an option about authenticated users, and offers no authentication.',
  why: 'The option is looked at only in sessions that have authenticated, so it does nothing.',
  how: 'Add auth or auth-optional, or remove the option.',
  bad: conf(
    'table addresses { "bob" = "bob@example.org" }',
    'listen on 192.0.2.1 senders <addresses>',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'table addresses { "bob" = "bob@example.org" }',
    'listen on 192.0.2.1 port 587 tls-require pki mail auth senders <addresses>',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_tx_mail_from, smtp_message_begin',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { options } of subject.of('listen')) {
      if (clauseOf(options, 'listen.auth') ?? clauseOf(options, 'listen.auth-optional')) continue;
      for (const id of ['listen.senders', 'listen.received-auth'] as const) {
        const clause = clauseOf(options, id);
        if (clause) yield { at: wordAt(clause) };
      }
    }
  },
  message: ({ at }) => `${at.text} has no effect without authentication.`,
});
