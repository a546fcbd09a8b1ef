import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

/** A client may greet with a dot at the end, and then the dot is in the key. */
const HELO: readonly string[] = ['match.helo', 'condition.helo'];

export const domainTrailingDot = defineRule<KeyUse>({
  id: 'domain-trailing-dot',
  category: 'values',
  severity: 'error',
  since: '0.1.0',
  what: 'A domain ends in a dot.',
  why: 'Names are compared character by character, and none that the daemon looks up ends in a dot: this never matches.',
  how: 'Remove the dot.',
  bad: conf('action "a" mbox', 'match from any for domain "example.org." action "a"'),
  good: conf('action "a" mbox', 'match from any for domain "example.org" action "a"'),
  daemon: 'accepts',
  source: 'util.c: hostname_match, valid_domainpart',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('domain', subject)) {
      if (use.key.length > 1 && use.key.endsWith('.') && !HELO.includes(use.clause.id)) yield use;
    }
  },
  message: ({ key }) => `"${key}" ends in a dot.`,
  fixes: ({ key, token }) => (token ? fix('safe', 'Remove the dot', replaceWith(token, key.replace(/\.+$/, ''))) : []),
});
