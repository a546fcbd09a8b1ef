import { parseUserInfo } from '@smtpd-conf/engine';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const userbaseMalformed = defineRule<KeyUse>({
  id: 'userbase-malformed',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'An entry of a userbase is not uid:gid:home.',
  why: 'The lookup fails: mail to that user is answered with a temporary failure that never ends.',
  how: 'Write user = uid:gid:/home/directory.',
  bad: conf('table users { "bob" = "/home/bob" }', 'action "a" maildir userbase <users>', 'match for local action "a"'),
  good: conf(
    'table users { "bob" = "1000:1000:/home/bob" }',
    'action "a" maildir userbase <users>',
    'match for local action "a"',
  ),
  daemon: 'accepts',
  source: 'to.c: text_to_userinfo',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('userinfo', subject)) {
      if (use.value !== undefined && parseUserInfo(use.key.toLowerCase(), use.value, subject.target) === undefined)
        yield use;
    }
  },
  message: ({ key, value }) => `"${value}", for "${key}", is not uid:gid:home.`,
});
