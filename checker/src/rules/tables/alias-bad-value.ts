import { parseExpandLine } from '@smtpd-conf/engine';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const aliasBadValue = defineRule<KeyUse>({
  id: 'alias-bad-value',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'The value of an alias or a virtual user is nothing that mail can go to.',
  why: 'Mail to it is answered with 424, a temporary failure that never ends.',
  how: 'Write user names, addresses, /files, "|commands", error:4xx or 5xx text, or :include:/path, with commas between them.',
  bad: conf('table aliases { "bob" = ": alice" }', 'action "a" mbox alias <aliases>', 'match for local action "a"'),
  good: conf('table aliases { "bob" = "alice" }', 'action "a" mbox alias <aliases>', 'match for local action "a"'),
  daemon: 'accepts',
  source: 'expand.c: expand_line; to.c: text_to_expandnode',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('alias', subject)) {
      if (use.value !== undefined && parseExpandLine(use.value, true) === undefined) yield use;
    }
  },
  message: ({ key, value }) => `"${value}", where "${key}" leads, cannot be read.`,
});
