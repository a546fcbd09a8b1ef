import { byteText, compileTableRegex } from '@smtpd-conf/engine';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const regexInvalid = defineRule<KeyUse>({
  id: 'regex-invalid',
  category: 'values',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A regular expression cannot be read.',
  why: 'The daemon takes it when it starts and says nothing later either: the expression never matches, and a negated one always does.',
  how: 'Correct it; extended regular expressions of POSIX are what is read (re_format(7)).',
  bad: conf('match from any mail-from regex "^(alice|bob@example\\.org$" for any reject'),
  good: conf('match from any mail-from regex "^(alice|bob)@example\\.org$" for any reject'),
  daemon: 'accepts',
  source: 'table.c: table_regex_match',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('regex', subject)) {
      // As the table keeps it.
      const read = compileTableRegex(byteText(new TextEncoder().encode(use.key.toLowerCase())));
      if (!read.ok) yield use;
    }
  },
  message: ({ key }) => `"${key}" is no regular expression.`,
});
