import type { Token } from '@smtpd-conf/grammar';
import { fix, insertAfter } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import type { RulingStatement } from '../../subject/match-statements.js';
import { openRelayStatements } from '../../subject/open-relay-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Open extends Found {
  readonly statement: RulingStatement;
}

const HOW = 'Ask for auth, name the networks that may relay with from src, or name the domains.';

export const openRelayAny = defineRule<Open>({
  id: 'open-relay-any',
  category: 'routing',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.0.3' },
  what: 'A rule relays mail from anyone to anywhere.',
  why: 'This is an open relay: it is found within hours, sends spam in your name, and your address is blocked everywhere.',
  how: HOW,
  bad: conf('listen on 192.0.2.1', 'action "r" relay', 'match from any for any action "r"'),
  good: conf('listen on 192.0.2.1', 'action "r" relay', 'match auth from any for any action "r"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match',
  fix: 'unsafe',
  needs: 'whole',
  scope: { each: 'file', compiled: [...MATCHING, 'action', 'filter'] },
  *find(subject) {
    for (const statement of openRelayStatements('any', subject)) yield { at: statementPlace(statement), statement };
  },
  message: () => 'Anyone can send mail to any domain through this rule.',
  advice: ({ statement }) =>
    statement.kind === 'match'
      ? HOW
      : 'Leave out from any: clients that log in count as local before 6.4. Or name the networks with from source, or the domains.',
  // Before 6.4 who logs in counts as local, and no word asks for it.
  fixes: ({ statement }) =>
    statement.kind === 'match'
      ? fix('unsafe', 'Ask for authentication', insertAfter(statement.tokens[0] as Token, ' auth'))
      : [],
});
