import { isDuplicate, takesEverything } from '../../predicates/rule-covers.js';
import { conf, defineRule, type Found } from '../../rule.js';
import type { RulingStatement } from '../../subject/match-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { shadowedStatements } from '../../subject/shadowed-statements.js';
import { statementPlace } from '../../syntax.js';

interface Shadowed extends Found {
  readonly by: RulingStatement;
}

export const ruleShadowed = defineRule<Shadowed>({
  id: 'rule-shadowed',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.0.3' },
  what: 'A rule above takes all mail that this one could match.',
  why: 'The first rule that matches wins, so this one is never used.',
  how: 'Move it above the other rule, or remove it.',
  bad: conf(
    'action "a" mbox',
    'action "r" relay',
    'match from any for domain { "example.org", "example.net" } action "a"',
    'match from any for domain "example.net" action "r"',
  ),
  good: conf(
    'action "a" mbox',
    'action "r" relay',
    'match from any for domain "example.net" action "r"',
    'match from any for domain { "example.org", "example.net" } action "a"',
  ),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match',
  needs: 'whole',
  scope: { each: 'file', compiled: MATCHING },
  *find(subject) {
    const { tables } = subject.analysis.state;
    for (const { statement, rule, by, taking } of subject.once(shadowedStatements)) {
      if (taking.outcome.type === 'reject' && takesEverything(taking)) continue;
      // That is a duplicate.
      if (isDuplicate(rule, taking, tables)) continue;
      yield { at: statementPlace(statement), by };
    }
  },
  message: () => 'No mail reaches this rule.',
  related: ({ by }) => [{ message: 'this rule takes it all', place: statementPlace(by) }],
});
