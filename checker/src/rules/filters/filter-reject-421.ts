import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Decision extends Found {
  readonly at: Token;
}

export const filterReject421 = defineRule<Decision>({
  id: 'filter-reject-421',
  category: 'filters',
  severity: 'info',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter rejects with the code 421.',
  why: '421 says that the connection is closed, and the daemon closes it.',
  how: 'Say disconnect, which is what happens, or use another code.',
  bad: conf(
    'filter "f" phase helo match !rdns reject "421 come back with a name"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase helo match !rdns disconnect "421 come back with a name"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_reply',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, decision } of subject.once(builtins)) {
      if (filter.decision.type === 'reject' && /^421 /.test(filter.decision.text)) yield { at: decision };
    }
  },
  message: () => 'reject "421 …" disconnects.',
  fixes: ({ at }) => fix('safe', 'Say disconnect', replaceText(at, 'disconnect')),
});
