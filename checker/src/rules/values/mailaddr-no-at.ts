import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

/** Ends as domains do; what is no common top-level domain may as well be a user's name, as in john.doe. */
const LOOKS_LIKE_DOMAIN =
  /^[a-z0-9*-]+(\.[a-z0-9-]+)*\.([a-z]{2}|com|org|net|edu|gov|mil|info|biz|cloud|dev|app|email|online|site|xyz|example|test|invalid|local|lan|internal)$/i;

export const mailaddrNoAt = defineRule<KeyUse>({
  id: 'mailaddr-no-at',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'A domain stands where mail addresses are asked for, without an @ before it.',
  why: 'A mail address without an @ is a user name in any domain, so this matches no mail of that domain.',
  how: 'Write @ before the domain.',
  bad: conf(
    'action "relay" relay',
    'match from any mail-from "example.org" for local reject',
    'match from local for any action "relay"',
  ),
  good: conf(
    'action "relay" relay',
    'match from any mail-from "@example.org" for local reject',
    'match from local for any action "relay"',
  ),
  daemon: 'accepts',
  source: 'to.c: text_to_mailaddr; util.c: mailaddr_match',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('mailaddr', subject)) {
      if (LOOKS_LIKE_DOMAIN.test(use.key)) yield use;
    }
  },
  message: ({ key }) => `"${key}" is the user ${key}, not the domain.`,
  fixes: ({ key, token }) => (token ? fix('unsafe', `Write "@${key}"`, replaceWith(token, `@${key}`)) : []),
});
