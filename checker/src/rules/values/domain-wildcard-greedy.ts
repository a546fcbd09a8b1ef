import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const domainWildcardGreedy = defineRule<KeyUse>({
  id: 'domain-wildcard-greedy',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'A * in a domain is followed by something else than a dot.',
  why: 'The * goes to the first place where the character after it stands, and never looks further: other domains that end so match, and some of the wanted ones do not.',
  how: 'List the domain and its subdomains, as "example.org" and "*.example.org".',
  bad: conf('action "a" mbox', 'match from any for domain "*example.org" action "a"'),
  good: conf('action "a" mbox', 'match from any for domain { "example.org", "*.example.org" } action "a"'),
  daemon: 'accepts',
  source: 'util.c: hostname_match',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('domain', subject)) if (/\*[^.*]/.test(use.key)) yield use;
  },
  message({ key }) {
    const tail = key.slice(key.lastIndexOf('*') + 1);
    return `"${key}" matches x${tail} too, and misses names that have "${tail[0]}" before that.`;
  },
});
