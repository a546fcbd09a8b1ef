import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Phase extends Found {
  readonly at: Token;
  readonly condition: string;
}

export const filterAuthPhaseCrash = defineRule<Phase>({
  id: 'filter-auth-phase-crash',
  category: 'filters',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.7.0' },
  what: 'A filter for phase auth asks for what is not known at connect.',
  why: 'The daemon runs it at connect with nothing to look up: the lookup process crashes at the first connection, and the daemon ends.',
  how: 'Use the phase that the condition is about.',
  bad: conf(
    'filter "f" phase auth match helo "spam.example" reject "550 no"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase helo match helo "spam.example" reject "550 no"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: filter_phase_auth; lka_filter.c: filter_check_helo_table',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, phase } of subject.once(builtins)) {
      const { type } = filter.condition;
      if (filter.written === 'auth' && (type === 'helo' || type === 'mail-from')) yield { at: phase, condition: type };
    }
  },
  message: ({ condition }) => `There is no ${condition} at connect.`,
  fixes: ({ at }) => fix('unsafe', 'Use phase mail-from', replaceText(at, 'mail-from')),
});
