import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const domainWildcardDepth = defineRule<KeyUse>({
  id: 'domain-wildcard-depth',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'A domain with a wildcard for its subdomains is listed without the domain itself.',
  why: 'The wildcard takes one label: neither the domain itself nor names two levels below it match.',
  how: 'List the domain too; for all levels use regex.',
  bad: conf('action "a" mbox', 'match from any for domain "*.example.org" action "a"'),
  good: conf('action "a" mbox', 'match from any for domain { "example.org", "*.example.org" } action "a"'),
  daemon: 'accepts',
  source: 'util.c: hostname_match',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    const uses = keysOf('domain', subject);
    const wild = uses.filter(({ key, clause }) => clause.id === 'match.for-domain' && /^\*\.[^*]+$/.test(key));
    const listed = new Set(wild.length === 0 ? [] : uses.map(({ key }) => key.toLowerCase()));
    for (const use of wild) if (!listed.has(use.key.slice(2).toLowerCase())) yield use;
  },
  message: ({ key }) => `"${key}" matches neither ${key.slice(2)} nor a.b.${key.slice(2)}.`,
});
