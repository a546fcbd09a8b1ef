import { parseExpandLine } from '@smtpd-conf/engine';
import { conf, defineRule, type Found } from '../../rule.js';
import { keysOf } from '../../subject/key-uses.js';

interface Cut extends Found {
  readonly key: string;
  readonly user: string;
  readonly part: string;
}

export const aliasBadAddress = defineRule<Cut>({
  id: 'alias-bad-address',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'An address that an alias leads to has a domain with a character that domains cannot have.',
  why: 'The daemon does not refuse it: it takes what stands before the @ for a local user, who gets the mail or does not exist.',
  how: 'Correct the domain; comments stand on lines of their own.',
  bad: conf(
    'table aliases { "bob" = "bob@example_org" }',
    'action "a" mbox alias <aliases>',
    'match for local action "a"',
  ),
  good: conf(
    'table aliases { "bob" = "bob@example.org" }',
    'action "a" mbox alias <aliases>',
    'match for local action "a"',
  ),
  daemon: 'accepts',
  source: 'to.c: alias_is_address, alias_is_username',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('alias', subject)) {
      if (use.value === undefined || !use.value.includes('@')) continue;
      for (const part of use.value.split(',').map((one) => one.trim())) {
        const [user = '', domain, ...more] = part.split('@');
        if (domain === undefined || more.length > 0 || /^[|/:"]|^error:/.test(part)) continue;
        const nodes = parseExpandLine(part, true);
        if (nodes?.[0]?.type === 'username') yield { at: use.at, key: use.key, user, part };
      }
    }
  },
  message: ({ part, user, key }) => `"${part}", where "${key}" leads, is taken for the local user "${user}".`,
});
