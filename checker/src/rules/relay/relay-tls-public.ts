import type { ActionStatement, ClauseNode, Token } from '@smtpd-conf/grammar';
import { fix, removeTokens } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { MATCHING } from '../../subject/ruleset.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Demand extends Found {
  readonly at: Token;
}

export const relayTlsPublic = defineRule<Demand>({
  id: 'relay-tls-public',
  category: 'relay',
  severity: 'warning',
  since: '0.1.0',
  what: 'An action that relays to any mail server demands TLS with a valid certificate.',
  why: 'Many servers have a certificate of their own making, or none: mail to them is never delivered, and bounces after days.',
  how: 'Leave tls away, which uses TLS where it is offered, or demand it for chosen domains in an action of their own.',
  bad: conf('action "r" relay tls', 'match from local for any action "r"'),
  good: conf('action "r" relay', 'match from local for any action "r"'),
  daemon: 'accepts',
  source: 'smtpd.conf(5) of 6.0, "tls"; mta_session.c: mta_cert_verify_cb',
  fix: 'unsafe',
  needs: 'whole',
  scope: { each: 'file', compiled: [...MATCHING, 'action'] },
  *find(subject) {
    const { rules, actions } = subject.analysis.state;
    const demand = subject.each(tlsOf);
    for (const statement of subject.of('action')) {
      const clause = demand(statement);
      const action = clause && actions.get(statement.name?.text ?? '');
      if (action?.type !== 'relay' || action.tls?.verify !== true || action.smarthost || action.backup) continue;
      const everywhere = rules.some(
        ({ outcome, for: to, rcptTo }) =>
          outcome.type === 'action' && outcome.action === action.name && to.table === '<anydestination>' && !rcptTo,
      );
      if (everywhere && clause) yield { at: wordAt(clause) };
    }
  },
  message: () => 'Every server on the Internet has to prove its name here.',
  fixes: ({ at }) => fix('unsafe', 'Remove tls', removeTokens([at])),
});

function tlsOf({ options }: ActionStatement): ClauseNode | undefined {
  return clauseOf(options, 'relay.tls');
}
