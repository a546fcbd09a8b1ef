import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const netaddrAnyhostLiteral = defineRule<KeyUse>({
  id: 'netaddr-anyhost-literal',
  category: 'values',
  severity: 'info',
  since: '0.1.0',
  what: 'A rule asks for 0.0.0.0/0 alone.',
  why: 'Unlike from any that leaves out IPv6 and the programs on this host.',
  how: 'Write from any.',
  bad: conf('action "a" mbox', 'match from src "0.0.0.0/0" for local action "a"'),
  good: conf('action "a" mbox', 'match from any for local action "a"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_from',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('netaddr', subject)) {
      if (use.clause.id === 'match.from-src' && use.clause.value?.kind === 'word' && use.key === '0.0.0.0/0') yield use;
    }
  },
  message: () => 'This is IPv4 only.',
});
