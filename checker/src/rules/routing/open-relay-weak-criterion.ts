import { conf, defineRule, type Found } from '../../rule.js';
import { openRelayStatements } from '../../subject/open-relay-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

export const openRelayWeakCriterion = defineRule<Found>({
  id: 'open-relay-weak-criterion',
  category: 'routing',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.0.3' },
  what: 'A rule relays to anywhere, and asks only for what anyone can make up.',
  why: 'Sender addresses, greetings and reverse names are what the client says they are: this is an open relay.',
  how: 'Ask for auth, or name the networks that may relay with from src.',
  bad: conf('listen on 192.0.2.1', 'action "r" relay', 'match from any mail-from "@example.org" for any action "r"'),
  good: conf(
    'listen on 192.0.2.1',
    'action "r" relay',
    'match auth from any mail-from "@example.org" for any action "r"',
  ),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match; parse.y: match_option',
  needs: 'whole',
  scope: { each: 'file', compiled: [...MATCHING, 'action', 'filter'] },
  *find(subject) {
    for (const statement of openRelayStatements('weak', subject)) yield { at: statementPlace(statement) };
  },
  message: () => 'Anyone who says the right words can send mail to any domain through this rule.',
});
