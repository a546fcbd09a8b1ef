import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Relative extends Found {
  readonly at: Token;
}

export const includeRelative = defineRule<Relative>({
  id: 'include-relative',
  category: 'settings',
  severity: 'warning',
  since: '0.1.0',
  what: 'An included file has a relative path.',
  why: 'The daemon looks for it from the directory that it was started in, so whether the configuration can be read depends on that.',
  how: 'Write the whole path.',
  bad: conf('include "etc/mail/rules.conf"', 'match for local reject'),
  good: {
    ...conf('include "/etc/mail/rules.conf"', 'match for local reject'),
    files: { '/etc/mail/rules.conf': 'queue ttl 1d\n' },
  },
  daemon: 'refuses',
  source: 'parse.y: include, pushfile',
  needs: 'parts',
  scope: { each: 'file', and: ['include'] },
  *find(subject) {
    for (const { path } of subject.of('include')) if (path && !path.text.startsWith('/')) yield { at: path };
  },
  message: ({ at }) => `"${at.text}" is relative.`,
});
