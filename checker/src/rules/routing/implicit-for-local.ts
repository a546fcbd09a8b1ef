import { conf, defineRule, type Found } from '../../rule.js';
import { rulesOf, statementOf } from '../../subject/match-statements.js';
import { statementPlace } from '../../syntax.js';

export const implicitForLocal = defineRule<Found>({
  id: 'implicit-for-local',
  category: 'routing',
  severity: 'info',
  since: '0.1.0',
  what: 'A rule takes mail from anywhere and does not say for whom.',
  why: 'Without for a rule is about the names of this host only, and no other domain.',
  how: 'Write for local if that is meant, or for domain.',
  bad: conf('action "a" mbox', 'match from any action "a"'),
  good: conf('action "a" mbox', 'match from any for local action "a"'),
  daemon: 'accepts',
  source: 'parse.y: match',
  needs: 'parts',
  scope: { each: 'statement', and: ['rule'] },
  *find(subject) {
    for (const rule of subject.once(rulesOf)) {
      if (!rule.for.implicit || rule.from.implicit || rule.outcome.type !== 'action' || rule.rcptTo) continue;
      const statement = rule.from.table === '<anyhost>' ? statementOf(rule, subject) : undefined;
      if (statement) yield { at: statementPlace(statement) };
    }
  },
  message: () => 'This rule is about the names of this host only.',
});
