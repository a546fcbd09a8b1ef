import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Message extends Found {
  readonly at: Token;
}

export const filterMessageCode = defineRule<Message>({
  id: 'filter-message-code',
  category: 'filters',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'The message of a filter does not begin with a code that refuses.',
  why: 'The daemon sends it as it is if it is "4xx text" or "5xx text"; for anything else the client sees "421 Internal server error" and is cut off.',
  how: 'Begin it with 550 (refused for good) or 451 (for now) and a space.',
  bad: conf(
    'filter "f" phase connect match !rdns disconnect "no name"',
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
  source: 'smtp_session.c: smtp_proceed_connected, smtp_filter_response_cb',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, text } of subject.once(builtins)) {
      const { type } = filter.decision;
      if (text && (type === 'reject' || type === 'disconnect') && !/^[45]\d\d .+/.test(text.text)) yield { at: text };
    }
  },
  message: ({ at }) => `"${at.text}" does not begin with 4xx or 5xx and a space.`,
  fixes: ({ at }) =>
    /^\d/.test(at.text) ? [] : fix('unsafe', 'Put 550 before it', replaceWith(at, `550 ${at.text || 'refused'}`)),
});
