import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Auth extends Found {
  readonly at: Token;
}

export const authWithoutAuthListener = defineRule<Auth>({
  id: 'auth-without-auth-listener',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule asks for authenticated clients, and no listener offers authentication.',
  why: 'Only mail that programs on this host hand in counts as authenticated then.',
  how: 'Add auth or auth-optional to a listener.',
  bad: conf('listen on 192.0.2.1', 'action "r" relay', 'match auth from any for any action "r"'),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 port 587 tls-require pki mail auth',
    'action "r" relay',
    'match auth from any for any action "r"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_session',
  needs: 'whole',
  scope: { each: 'statement', and: ['listen'] },
  *find(subject) {
    const { meantListeners: listeners } = subject.analysis.state;
    if (listeners.length === 0 || listeners.some(({ auth }) => auth !== undefined)) return;
    for (const { criteria } of subject.of('match')) {
      const clause = clauseOf(criteria, 'match.auth') ?? clauseOf(criteria, 'match.from-auth');
      if (clause && !clause.negation) yield { at: wordAt(clause) };
    }
  },
  message: () => 'No client can authenticate.',
});
