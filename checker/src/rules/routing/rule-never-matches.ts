import type { Place } from '@smtpd-conf/compiler';
import { conf, defineRule, type Found } from '../../rule.js';
import { clausePlace } from '../../syntax.js';

interface Never extends Found {
  readonly at: Place;
}

export const ruleNeverMatches = defineRule<Never>({
  id: 'rule-never-matches',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule asks for something that nothing is.',
  why: 'Everything is from any and for any, so their negation never holds and the rule is never used.',
  how: 'Remove the rule, or the negation.',
  bad: conf('action "a" mbox', 'match !from any for local action "a"'),
  good: conf('action "a" mbox', 'match !from local for local action "a"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_from, ruleset_match_to',
  needs: 'parts',
  *find(subject) {
    for (const statement of subject.of('match')) {
      for (const clause of statement.criteria) {
        const any = clause.id === 'match.from-any' || clause.id === 'match.for-any';
        if (any && clause.negation) yield { at: clausePlace(clause, statement) };
      }
    }
  },
  message: ({ at }) => `"${at.source.text.slice(at.start, at.end)}" never holds.`,
});
