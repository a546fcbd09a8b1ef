import { fix, removeStatement } from '../../fixes/edits.js';
import { isDuplicate } from '../../predicates/rule-covers.js';
import { conf, defineRule, type Found } from '../../rule.js';
import type { RulingStatement } from '../../subject/match-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { shadowedStatements } from '../../subject/shadowed-statements.js';
import { statementPlace } from '../../syntax.js';

interface Duplicate extends Found {
  readonly statement: RulingStatement;
  readonly first: RulingStatement;
}

export const ruleDuplicate = defineRule<Duplicate>({
  id: 'rule-duplicate',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.0.3' },
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
    for (const { statement, rule, by, taking } of subject.once(shadowedStatements)) {
      if (isDuplicate(rule, taking, tables)) yield { at: statementPlace(statement), statement, first: by };
    }
  },
  message: () => 'This rule stands here already.',
  related: ({ first }) => [{ message: 'the same rule', place: statementPlace(first) }],
  fixes: ({ statement }) => fix('safe', 'Remove the rule', removeStatement(statement)),
});
