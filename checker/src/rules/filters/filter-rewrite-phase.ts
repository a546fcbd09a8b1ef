import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Rewrite extends Found {
  readonly at: Token;
  readonly effect: string;
}

const EFFECTS: Readonly<Record<string, string>> = {
  connect: 'At connect there is nothing to rewrite.',
  data: 'DATA takes no argument: it is refused with 500.',
  commit: 'At commit the session answers 500 and then hangs.',
};

export const filterRewritePhase = defineRule<Rewrite>({
  id: 'filter-rewrite-phase',
  category: 'filters',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter rewrites in a phase where nothing can be rewritten.',
  why: 'The daemon puts the text in the place of an argument that the phase does not have.',
  how: 'Rewrite at helo, ehlo, mail-from or rcpt-to.',
  bad: conf(
    'filter "f" phase data match !rdns rewrite "x"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase mail-from match !rdns rewrite "<nobody@example.org>"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_filter_response_cb',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, decision } of subject.once(builtins)) {
      const effect = EFFECTS[filter.written];
      if (filter.decision.type === 'rewrite' && effect) yield { at: decision, effect };
    }
  },
  message: ({ effect }) => effect,
});
