import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Junk extends Found {
  readonly at: Token;
  readonly phase: string;
}

export const filterJunkScope = defineRule<Junk>({
  id: 'filter-junk-scope',
  category: 'filters',
  severity: 'info',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter marks as junk before there is a message.',
  why: 'The mark then holds for the whole session, and so for the later messages in it too.',
  how: 'That may be meant; for one message only, use phase rcpt-to or data.',
  bad: conf(
    'filter "f" phase mail-from match mail-from "@example.net" junk',
    'listen on lo filter "f"',
    'action "a" maildir junk',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase data match mail-from "@example.net" junk',
    'listen on lo filter "f"',
    'action "a" maildir junk',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_filter_response_cb',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, decision } of subject.once(builtins)) {
      // What is so of the client is so for all of the session.
      const ofClient = ['fcrdns', 'rdns', 'src', 'helo', 'auth'].includes(filter.condition.type);
      if (filter.decision.type === 'junk' && filter.phase === 'mail-from' && !ofClient) {
        yield { at: decision, phase: filter.phase };
      }
    }
  },
  message: ({ phase }) => `At ${phase} the whole session is marked.`,
});
