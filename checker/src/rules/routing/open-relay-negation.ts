import { conf, defineRule, type Found } from '../../rule.js';
import { openRelayStatements } from '../../subject/open-relay-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

export const openRelayNegation = defineRule<Found>({
  id: 'open-relay-negation',
  category: 'routing',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.7.0' },
  what: 'A rule that relays has a negated criterion, and so holds for everyone else.',
  why: '!from auth means from anywhere and not authenticated, !for rcpt-to means any recipient but those: this is an open relay.',
  how: 'Say who may relay, rather than who may not.',
  bad: conf('listen on 192.0.2.1', 'action "r" relay', 'match !from auth for any action "r"'),
  good: conf('listen on 192.0.2.1', 'action "r" relay', 'match from auth for any action "r"'),
  daemon: 'accepts',
  source: 'parse.y: match_option',
  needs: 'whole',
  scope: { each: 'file', compiled: [...MATCHING, 'action', 'filter'] },
  *find(subject) {
    for (const statement of openRelayStatements('negation', subject)) yield { at: statementPlace(statement) };
  },
  message: () => 'Everyone whom the negation leaves can send mail to other domains through this rule.',
});
