import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

/** The expression ends in a name, as addresses and domains do, and nothing says that this must be the end. */
const OPEN_END = /[a-z0-9]\\?\.[a-z]{2,}\)*$/i;
const ABOUT_NAMES: readonly string[] = ['domain', 'mailaddr'];

export const regexUnanchored = defineRule<KeyUse>({
  id: 'regex-unanchored',
  category: 'values',
  severity: 'info',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A regular expression for a domain has no $ at its end.',
  why: 'It matches anywhere in the name: one for example.org takes example.org.evil.example too.',
  how: 'End it with $, begin it with ^ or (^|\\.), and escape its dots.',
  bad: conf('match from any mail-from regex ".*@example.org" for any reject'),
  good: conf('match from any mail-from regex "@example\\.org$" for any reject'),
  daemon: 'accepts',
  source: 'table.c: table_regex_match',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('regex', subject))
      if (ABOUT_NAMES.includes(use.service) && OPEN_END.test(use.key)) yield use;
  },
  message: ({ key }) => `"${key}" may go on after its end.`,
});
