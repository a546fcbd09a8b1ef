import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { SERVICES } from '../../subject/ruleset.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Forgeable extends Found {
  readonly at: Token;
}

const PKI = ['pki mail cert "/etc/ssl/mx.crt"', 'pki mail key "/etc/ssl/private/mx.key"'];
const RULES = ['action "a" mbox', 'match from any for local action "a"'];

export const receivedAuthFailed = defineRule<Forgeable>({
  id: 'received-auth-failed',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  what: 'A listener writes who has authenticated into messages, and takes mail from those who have not.',
  why: 'The name of a failed login stays with the session: a client that gives a wrong password and then sends mail gets a Received line that says auth=yes with that name.',
  how: 'Use auth instead of auth-optional, or drop received-auth.',
  bad: conf(...PKI, 'listen on 192.0.2.1 tls pki mail auth-optional received-auth', ...RULES),
  good: conf(...PKI, 'listen on 192.0.2.1 port 587 tls-require pki mail auth received-auth', ...RULES),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_message_begin, smtp_check_auth',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { options } of subject.of('listen')) {
      const clause = clauseOf(options, 'listen.received-auth');
      if (clause && clauseOf(options, 'listen.auth-optional')) yield { at: wordAt(clause) };
    }
  },
  message: () => 'What received-auth writes can be made up here.',
});
