import type { Place } from '@smtpd-conf/compiler';
import type { ClauseNode, CriterionId } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { clausePlace } from '../../syntax.js';

interface Overridden extends Found {
  readonly word: string;
  readonly by: Place;
}

/** What sets the same as another criterion, and is not checked for standing behind it. */
const SAME: Partial<Record<CriterionId, CriterionId>> = {
  'match.from-auth': 'match.auth',
  'match.from-mail-from': 'match.mail-from',
  'match.for-rcpt-to': 'match.rcpt-to',
};

export const criterionOverridden = defineRule<Overridden>({
  id: 'criterion-overridden',
  category: 'routing',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.7.0' },
  what: 'A rule asks for the same twice, in two ways.',
  why: 'The daemon keeps the later one and drops the earlier one without a word.',
  how: 'Keep the one that is meant.',
  bad: conf('action "a" mbox', 'match mail-from "@example.org" from mail-from "@example.net" for local action "a"'),
  good: conf('action "a" mbox', 'match from any mail-from "@example.net" for local action "a"'),
  daemon: 'accepts',
  source: 'parse.y: match_option',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const statement of subject.of('match')) {
      if (!statement.criteria.some(({ id }) => SAME[id] !== undefined)) continue;
      const first = new Map<CriterionId, ClauseNode<CriterionId>>();
      for (const clause of statement.criteria) {
        const same = SAME[clause.id];
        const overridden = same && first.get(same);
        if (overridden) {
          const word = overridden.words[0]?.text ?? '';
          yield { at: clausePlace(overridden, statement), word, by: clausePlace(clause, statement) };
        }
        if (!first.has(clause.id)) first.set(clause.id, clause);
      }
    }
  },
  message: ({ word }) => `This ${word} is dropped.`,
  related: ({ by }) => [{ message: 'this takes its place', place: by }],
});
