import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const mailaddrLocalWildcard = defineRule<KeyUse>({
  id: 'mailaddr-local-wildcard',
  category: 'values',
  severity: 'error',
  since: '0.1.0',
  what: 'A mail address has a * before the @.',
  why: 'The user is compared as it is written; only in the domain does * stand for anything, so this never matches.',
  how: 'Leave the user away for all users of a domain, or use regex.',
  bad: conf('match from any mail-from "*@example.org" for any reject'),
  good: conf('match from any mail-from "@example.org" for any reject'),
  daemon: 'accepts',
  source: 'util.c: mailaddr_match',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('mailaddr', subject)) if (/^[^@]*\*[^@]*@/.test(use.key)) yield use;
  },
  message: ({ key }) => `"${key}" matches only a user whose name has a * in it.`,
  fixes: ({ key, token }) =>
    token && /^\*@[^@]+$/.test(key) ? fix('safe', `Write "${key.slice(1)}"`, replaceWith(token, key.slice(1))) : [],
});
