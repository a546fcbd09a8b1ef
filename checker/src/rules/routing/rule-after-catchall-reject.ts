import { takesEverything } from '../../predicates/rule-covers.js';
import { conf, defineRule, type Found } from '../../rule.js';
import type { RulingStatement } from '../../subject/match-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { shadowedStatements } from '../../subject/shadowed-statements.js';
import { statementPlace } from '../../syntax.js';

interface After extends Found {
  readonly reject: RulingStatement;
}

export const ruleAfterCatchallReject = defineRule<After>({
  id: 'rule-after-catchall-reject',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.0.3' },
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
    for (const { statement, rule, by, taking } of subject.once(shadowedStatements)) {
      if (taking.outcome.type !== 'reject' || !takesEverything(taking) || rule.outcome.type === 'reject') continue;
      yield { at: statementPlace(statement), reject: by };
    }
  },
  message: () => 'Everything has been rejected above.',
  related: ({ reject }) => [{ message: 'rejected here', place: statementPlace(reject) }],
});
