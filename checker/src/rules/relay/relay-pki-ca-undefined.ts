import { tokenOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { relayActions } from '../../subject/actions.js';

interface Undefined extends Found {
  readonly at: Token;
  readonly kind: 'pki' | 'ca';
}

export const relayPkiCaUndefined = defineRule<Undefined>({
  id: 'relay-pki-ca-undefined',
  category: 'relay',
  severity: 'error',
  since: '0.1.0',
  what: 'A relay action names a pki or a ca that is not defined.',
  why: 'The check does not look, and the daemon dies at start (since 7.3) or relays without it.',
  how: 'Define it, or correct the name.',
  bad: conf('action "r" relay pki nosuch', 'match from local for any action "r"'),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'action "r" relay pki mail',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'mta.c: mta_setup_dispatcher',
  needs: 'whole',
  scope: { each: 'statement', and: ['pki', 'ca'] },
  *find(subject) {
    const { pki, ca } = subject.analysis.state;
    for (const { statement } of relayActions(subject)) {
      for (const clause of statement.options) {
        if (clause.id !== 'relay.pki' && clause.id !== 'relay.ca') continue;
        const kind = clause.id === 'relay.pki' ? 'pki' : 'ca';
        const at = tokenOf(clause);
        if (!(kind === 'pki' ? pki : ca).has(at.text)) yield { at, kind };
      }
    }
  },
  message: ({ at, kind }) => `There is no ${kind} "${at.text}".`,
});
