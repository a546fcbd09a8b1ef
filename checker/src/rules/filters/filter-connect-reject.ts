import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Decision extends Found {
  readonly at: Token;
}

export const filterConnectReject = defineRule<Decision>({
  id: 'filter-connect-reject',
  category: 'filters',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter rejects at connect.',
  why: 'The connection stays open without a greeting and answers 503 to whatever follows; on smtps the text goes out in clear.',
  how: 'Use disconnect.',
  bad: conf(
    'filter "f" phase connect match !rdns reject "550 no name"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase connect match !rdns disconnect "550 no name"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_filter_response_cb',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, decision } of subject.once(builtins)) {
      // 421 closes the connection whatever the word is, and phase auth has a rule of its own.
      if (filter.written !== 'connect' || filter.decision.type !== 'reject') continue;
      if (!/^421 /.test(filter.decision.text)) yield { at: decision };
    }
  },
  message: () => 'A rejected client stays connected.',
  fixes: ({ at }) => fix('safe', 'Use disconnect', replaceText(at, 'disconnect')),
});
