import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Phase extends Found {
  readonly at: Token;
}

export const filterAuthPhase = defineRule<Phase>({
  id: 'filter-auth-phase',
  category: 'filters',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.7.0' },
  what: 'A filter is for phase auth.',
  why: 'The daemon reads the word and never sets the phase: the filter runs at connect, before anyone has authenticated, so one that refuses who has not authenticated refuses everyone.',
  how: 'Use phase mail-from, where it is known who has authenticated.',
  bad: conf(
    'filter "f" phase auth match !auth reject "550 authenticate first"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase mail-from match !auth reject "550 authenticate first"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: filter_phase_auth',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, phase } of subject.once(builtins)) {
      if (filter.written === 'auth' && !crashes(filter.condition.type)) yield { at: phase };
    }
  },
  message: () => 'This filter runs at connect.',
  fixes: ({ at }) => fix('unsafe', 'Use phase mail-from', replaceText(at, 'mail-from')),
});

const crashes = (condition: string): boolean => condition === 'helo' || condition === 'mail-from';
