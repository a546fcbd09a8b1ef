import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

/** Perl's, and no extended regular expressions of POSIX; each after an even number of backslashes. */
const PERL = /(?<!\\)(?:\\\\)*(\\[dDhHAZz]|\(\?|[*+?}]\?)/;

export const regexNotEre = defineRule<KeyUse>({
  id: 'regex-not-ere',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: "A regular expression is written in Perl's syntax.",
  why: 'The daemon uses extended regular expressions of POSIX, where \\d is the letter d, there are no groups that begin with (?, and nothing is lazy.',
  how: 'Write [0-9] for \\d, and plain groups and repetitions.',
  bad: conf('match from any mail-from regex "^user\\d+@example\\.org$" for any reject'),
  good: conf('match from any mail-from regex "^user[0-9]+@example\\.org$" for any reject'),
  daemon: 'accepts',
  source: 'table.c: table_regex_match; re_format(7)',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    // `(?i)` at the start is the one thing that the daemon takes over from Perl.
    for (const use of keysOf('regex', subject)) if (PERL.test(use.key.replace(/^\(\?i\)/, ''))) yield use;
  },
  message: ({ key }) => `"${key}" uses ${PERL.exec(key.replace(/^\(\?i\)/, ''))?.[1]}.`,
  fixes({ key, token }) {
    const mended = key.replace(/\\(.)/gs, (found) => (found === '\\d' ? '[0-9]' : found));
    return token && mended !== key ? fix('safe', `Write "${mended}"`, replaceWith(token, mended)) : [];
  },
});
