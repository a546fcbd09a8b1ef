import type { MatchStatement, Token } from '@smtpd-conf/grammar';
import { fix, insertAfter } from '../../fixes/edits.js';
import { facesStrangers } from '../../predicates/public-address.js';
import { covers } from '../../predicates/rule-tests.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { statementOf } from '../../subject/match-statements.js';
import { MATCHING } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Implicit extends Found {
  readonly statement: MatchStatement;
}

export const implicitFromLocal = defineRule<Implicit>({
  id: 'implicit-from-local',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule delivers mail for a domain and does not say from where.',
  why: 'Without from a rule is about mail from this host only: what others send to the domain is refused.',
  how: 'Write from any, or from local if that is meant.',
  bad: conf('listen on 192.0.2.1', 'action "a" mbox', 'match for domain "example.org" action "a"'),
  good: conf('listen on 192.0.2.1', 'action "a" mbox', 'match from any for domain "example.org" action "a"'),
  daemon: 'accepts',
  source: 'parse.y: match',
  fix: 'unsafe',
  needs: 'whole',
  scope: { each: 'file', compiled: [...MATCHING, 'action'] },
  *find(subject) {
    const { rules, actions, tables, meantListeners } = subject.analysis.state;
    if (!meantListeners.some(facesStrangers)) return;
    // Those that say from where may be the ones that take the mail from outside.
    const spoken = rules.filter(({ from, outcome }) => !from.implicit && outcome.type === 'action');
    for (const rule of rules) {
      if (!rule.from.implicit || rule.for.implicit || rule.for.negated || rule.auth || rule.outcome.type !== 'action')
        continue;
      if (rule.for.table === '<anydestination>' || rule.for.table === '<localnames>') continue;
      if (actions.bodyOf(rule.outcome.action)?.type !== 'local') continue;
      if (spoken.some((other) => covers('domain', other.for, rule.for, tables) || touches(other.for, rule.for)))
        continue;
      const statement = statementOf(rule, subject);
      if (statement) yield { at: statementPlace(statement), statement };
    }
  },
  message: () => 'This rule is about mail from this host only.',
  fixes: ({ statement }) => fix('unsafe', 'Write from any', insertAfter(statement.tokens[0] as Token, ' from any')),
});

/** Whether two tests may be about the same domains, as far as their tables are the same. */
function touches(a: { readonly table?: unknown }, b: { readonly table?: unknown }): boolean {
  return a.table !== undefined && a.table === b.table;
}
