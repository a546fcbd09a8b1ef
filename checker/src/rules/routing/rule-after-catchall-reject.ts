import type { MatchStatement } from '@smtpd-conf/grammar';
import { takesEverything } from '../../predicates/rule-covers.js';
import { shadows } from '../../predicates/shadows.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { statementOf } from '../../subject/match-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface After extends Found {
  readonly reject: MatchStatement;
}

export const ruleAfterCatchallReject = defineRule<After>({
  id: 'rule-after-catchall-reject',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule stands below one that rejects everything.',
  why: 'The first rule that matches wins, so all rules below are never used.',
  how: 'Move the rejecting rule to the end; mail that no rule matches is refused anyway.',
  bad: conf('action "a" mbox', 'match from any for any reject', 'match from any for local action "a"'),
  good: conf('action "a" mbox', 'match from any for local action "a"', 'match from any for any reject'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match',
  needs: 'whole',
  scope: { each: 'file', compiled: MATCHING },
  *find(subject) {
    for (const { rule, by } of subject.once(shadows)) {
      if (by.outcome.type !== 'reject' || !takesEverything(by) || rule.outcome.type === 'reject') continue;
      const [statement, reject] = [statementOf(rule, subject), statementOf(by, subject)];
      if (statement && reject) yield { at: statementPlace(statement), reject };
    }
  },
  message: () => 'Everything has been rejected above.',
  related: ({ reject }) => [{ message: 'rejected here', place: statementPlace(reject) }],
});
