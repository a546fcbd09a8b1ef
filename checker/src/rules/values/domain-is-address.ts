import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const domainIsAddress = defineRule<KeyUse>({
  id: 'domain-is-address',
  category: 'values',
  severity: 'error',
  since: '0.1.0',
  what: 'A mail address stands where a domain is asked for.',
  why: 'No domain has an @ in it, so this never matches.',
  how: 'Write the domain alone, or ask for the address with rcpt-to.',
  bad: conf('action "a" mbox', 'match from any for domain "@example.org" action "a"'),
  good: conf('action "a" mbox', 'match from any for domain "example.org" action "a"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_to; util.c: hostname_match',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('domain', subject)) if (use.key.includes('@')) yield use;
  },
  message: ({ key }) => `"${key}" is no domain.`,
  fixes: ({ key, token }) =>
    token && /^@[^@]+$/.test(key) ? fix('safe', `Write "${key.slice(1)}"`, replaceWith(token, key.slice(1))) : [],
});
