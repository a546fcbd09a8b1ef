import type { MatchStatement, Token } from '@smtpd-conf/grammar';
import { fix, insertAfter } from '../../fixes/edits.js';
import { openRelays } from '../../predicates/relaying.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { statementOf } from '../../subject/match-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Open extends Found {
  readonly statement: MatchStatement;
}

export const openRelayAny = defineRule<Open>({
  id: 'open-relay-any',
  category: 'routing',
  severity: 'error',
  since: '0.1.0',
  what: 'A rule relays mail from anyone to anywhere.',
  why: 'This is an open relay: it is found within hours, sends spam in your name, and your address is blocked everywhere.',
  how: 'Ask for auth, name the networks that may relay with from src, or name the domains.',
  bad: conf('listen on 192.0.2.1', 'action "r" relay', 'match from any for any action "r"'),
  good: conf('listen on 192.0.2.1', 'action "r" relay', 'match auth from any for any action "r"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match',
  fix: 'unsafe',
  needs: 'whole',
  scope: { each: 'file', compiled: [...MATCHING, 'action', 'filter'] },
  *find(subject) {
    for (const { rule, kind } of subject.once(openRelays)) {
      const statement = kind === 'any' ? statementOf(rule, subject) : undefined;
      if (statement) yield { at: statementPlace(statement), statement };
    }
  },
  message: () => 'Anyone can send mail to any domain through this rule.',
  fixes: ({ statement }) => fix('unsafe', 'Ask for authentication', insertAfter(statement.tokens[0] as Token, ' auth')),
});
