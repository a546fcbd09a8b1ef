import type { MatchStatement } from '@smtpd-conf/grammar';
import { fix, removeStatement } from '../../fixes/edits.js';
import { isDuplicate } from '../../predicates/rule-covers.js';
import { shadows } from '../../predicates/shadows.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { statementOf } from '../../subject/match-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Duplicate extends Found {
  readonly statement: MatchStatement;
  readonly first: MatchStatement;
}

export const ruleDuplicate = defineRule<Duplicate>({
  id: 'rule-duplicate',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule asks for the same as one above it, and does the same.',
  why: 'The first rule that matches wins, so this one is never used.',
  how: 'Remove it.',
  bad: conf(
    'action "a" mbox',
    'match from any for domain "example.org" action "a"',
    'match from any for domain "example.org" action "a"',
  ),
  good: conf(
    'action "a" mbox',
    'match from any for domain "example.org" action "a"',
    'match from any for domain "example.net" action "a"',
  ),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match',
  fix: 'safe',
  needs: 'whole',
  scope: { each: 'file', compiled: MATCHING },
  *find(subject) {
    const { tables } = subject.analysis.state;
    for (const { rule, by } of subject.once(shadows)) {
      if (!isDuplicate(rule, by, tables)) continue;
      const [statement, first] = [statementOf(rule, subject), statementOf(by, subject)];
      if (statement && first) yield { at: statementPlace(statement), statement, first };
    }
  },
  message: () => 'This rule stands here already.',
  related: ({ first }) => [{ message: 'the same rule', place: statementPlace(first) }],
  fixes: ({ statement }) => fix('safe', 'Remove the rule', removeStatement(statement)),
});
