import type { Token } from '@smtpd-conf/grammar';
import { facesStrangers, isLoopback } from '../../predicates/public-address.js';
import { takesForeign } from '../../predicates/relaying.js';
import { keysOfTest, type Rule, type Tables } from '../../predicates/rule-tests.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { meantListening } from '../../subject/listen-statements.js';
import { RULESET } from '../../subject/ruleset.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Login extends Found {
  readonly at: Token;
}

const PKI = ['pki mail cert "/etc/ssl/mx.crt"', 'pki mail key "/etc/ssl/private/mx.key"'];

export const loginNoOutbound = defineRule<Login>({
  id: 'login-no-outbound',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'Users can log in from elsewhere, and no rule relays what they send.',
  why: 'A rule without from is about this host only, and one who has logged in is no part of it: the mail is refused with 550.',
  how: 'Add: match from any auth for any action "relay".',
  bad: conf(
    ...PKI,
    'listen on 192.0.2.1 port 587 tls-require pki mail auth',
    'action "a" mbox',
    'action "r" relay',
    'match from any for local action "a"',
    'match for any action "r"',
  ),
  good: conf(
    ...PKI,
    'listen on 192.0.2.1 port 587 tls-require pki mail auth',
    'action "a" mbox',
    'action "r" relay',
    'match from any for local action "a"',
    'match from any auth for any action "r"',
    'match for any action "r"',
  ),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_from; smtpd.conf(5), EXAMPLES',
  needs: 'whole',
  scope: { each: 'file', compiled: RULESET },
  *find(subject) {
    const { rules, tables } = subject.analysis.state;
    const toForeign = subject.along(rules, takesForeign);
    const leadsSomewhere = ({ outcome }: Rule, index: number) => outcome.type === 'action' && toForeign[index] !== 'no';
    const relaying = rules.filter(leadsSomewhere);
    // Who relays nothing for the host either has users log in for something else; with auth, the rule without from is told of.
    if (!rules.some((rule, index) => leadsSomewhere(rule, index) && toForeign[index] === 'yes')) return;
    if (relaying.some((rule) => rule.auth !== undefined || !ofThisHost(rule, tables))) return;
    for (const { statement, listeners } of subject.once(meantListening)) {
      const auth = clauseOf(statement.options, 'listen.auth') ?? clauseOf(statement.options, 'listen.auth-optional');
      if (auth && listeners.some(facesStrangers)) yield { at: wordAt(auth) };
    }
  },
  message: () => 'Who logs in here can send no mail to other domains.',
});

/** Whether a rule is about clients on this host only. */
function ofThisHost({ from }: Rule, tables: Tables): boolean {
  if (from.type === 'socket') return !from.negated;
  if (from.type !== 'src' || from.negated || from.regex) return false;
  return from.table === '<localhost>' || keysOfTest(from, tables)?.every(isLoopback) === true;
}
