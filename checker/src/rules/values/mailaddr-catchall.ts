import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const mailaddrCatchall = defineRule<KeyUse>({
  id: 'mailaddr-catchall',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'An entry of a list of mail addresses is "@" or empty.',
  why: 'Parts that an entry lacks match anything, so this one matches every address, the null sender too.',
  how: 'Remove it, or use regex "^@$" for the null sender.',
  bad: conf('match from any mail-from { "spam@example.net", "@" } for any reject'),
  good: conf('match from any mail-from { "spam@example.net" } for any reject'),
  daemon: 'accepts',
  source: 'util.c: mailaddr_match',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('mailaddr', subject)) if (use.key === '@' || use.key === '') yield use;
  },
  message: ({ key }) => `"${key}" matches every address.`,
});
