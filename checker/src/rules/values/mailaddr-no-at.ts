import { fix, replaceWith } from '../../fixes/edits.js';
import { defineRule } from '../../rule.js';
import type { KeyUse } from '../../subject/key-uses.js';

/** A name with a dot whose last label could be a top-level domain. */
const LOOKS_LIKE_DOMAIN = /^(\*?\.?)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i;

export const mailaddrNoAt = defineRule<KeyUse>({
  id: 'mailaddr-no-at',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'A domain stands where mail addresses are asked for, without an @ before it.',
  why: 'A mail address without an @ is a user name in any domain, so this matches no mail of that domain.',
  how: 'Write @ before the domain.',
  bad: {
    text: 'action "relay" relay\nmatch from any mail-from "example.org" for local reject\nmatch from local for any action "relay"\n',
  },
  good: {
    text: 'action "relay" relay\nmatch from any mail-from "@example.org" for local reject\nmatch from local for any action "relay"\n',
  },
  daemon: 'accepts',
  source: 'to.c: text_to_mailaddr; util.c: mailaddr_match',
  fix: 'unsafe',
  needs: 'parts',
  *find(subject) {
    for (const use of subject.keys) {
      if (use.service === 'mailaddr' && !use.regex && LOOKS_LIKE_DOMAIN.test(use.key)) yield use;
    }
  },
  message: ({ key }) => `"${key}" is the user ${key}, not the domain.`,
  fixes: ({ key, token }) => (token ? fix('unsafe', `Write "@${key}"`, replaceWith(token, `@${key}`)) : []),
});
