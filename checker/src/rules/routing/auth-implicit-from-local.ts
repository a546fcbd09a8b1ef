import type { MatchStatement, Token } from '@smtpd-conf/grammar';
import { fix, insertAfter } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { clauseOf, wordAt } from '../../syntax.js';

interface Auth extends Found {
  readonly statement: MatchStatement;
}

export const authImplicitFromLocal = defineRule<Auth>({
  id: 'auth-implicit-from-local',
  category: 'routing',
  severity: 'error',
  since: '0.1.0',
  what: 'A rule for authenticated clients does not say from where.',
  why: 'Without from it is about this host only: clients elsewhere authenticate and are then refused with 550.',
  how: 'Write auth from any.',
  bad: conf('action "r" relay', 'match auth for any action "r"'),
  good: conf('action "r" relay', 'match auth from any for any action "r"'),
  daemon: 'accepts',
  source: 'parse.y: match; smtpd.conf(5), EXAMPLES',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const statement of subject.of('match')) {
      const { criteria } = statement;
      const auth = clauseOf(criteria, 'match.auth');
      if (auth === undefined || auth.negation || criteria.some(({ id }) => id.startsWith('match.from-'))) continue;
      yield { at: wordAt(auth), statement };
    }
  },
  message: () => 'This rule is about clients on this host only.',
  fixes: ({ statement }) => fix('safe', 'Write from any', insertAfter(statement.tokens[0] as Token, ' from any')),
});
