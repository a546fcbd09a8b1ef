import { facesStrangers } from '../../predicates/public-address.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { ports } from '../../settings/ports-option.js';
import { meantListening } from '../../subject/listen-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Submission extends Found {
  readonly port: number;
}

/** Networks that every configuration has: all addresses, and those of the host. */
const BUILT_IN: ReadonlySet<unknown> = new Set(['<anyhost>', '<localhost>']);

export const submissionNoAuth = defineRule<Submission, { readonly ports: readonly number[] }>({
  id: 'submission-no-auth',
  category: 'listeners',
  severity: 'warning',
  since: '0.1.0',
  what: 'A listener on a submission port (465 or 587) does not offer authentication.',
  why: 'Mail clients that submit here cannot say who they are, and what they send is treated as mail from strangers.',
  how: 'Add auth, or listen on port 25.',
  bad: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 port 587 tls-require pki mail',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'pki mail cert "/etc/ssl/mx.crt"',
    'pki mail key "/etc/ssl/private/mx.key"',
    'listen on 192.0.2.1 port 587 tls-require pki mail auth',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'RFC 6409 section 4.3',
  options: { ports: ports('The ports that mail clients submit to.', 465, 587) },
  needs: 'whole',
  scope: { each: 'file', compiled: ['match', 'rule', 'action', ...SERVICES] },
  *find(subject, { ports: submission }) {
    // Who relays for networks by their addresses may not need passwords.
    const { rules, actions } = subject.analysis.state;
    const byAddress = rules.some(
      ({ from, outcome }) =>
        from.type === 'src' &&
        !from.implicit &&
        !BUILT_IN.has(from.table) &&
        outcome.type === 'action' &&
        actions.get(outcome.action)?.type === 'relay',
    );
    if (byAddress) return;
    for (const { statement, listeners } of subject.once(meantListening)) {
      const open = listeners.find(
        (one) => submission.includes(one.port) && one.auth === undefined && !one.tls?.verify && facesStrangers(one),
      );
      if (open) yield { at: statementPlace(statement), port: open.port };
    }
  },
  message: ({ port }) => `Port ${port} is where mail clients submit mail, and this listener offers no authentication.`,
});
