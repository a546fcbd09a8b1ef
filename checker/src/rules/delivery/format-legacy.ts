import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { formatStrings } from '../../subject/format-strings.js';

/** The one-letter specifiers of before 5.3, and what they have become. */
const LETTERS: Readonly<Record<string, string>> = {
  u: '%{user.username}',
  a: '%{dest.user}',
  d: '%{dest.domain}',
  h: '%{user.directory}',
};
/** Not `%%`, and not what a program such as date(1) would read behind its +. */
const LETTER = /(?<![%+\w%])%([uadh])(?![\w])/g;

interface Legacy extends Found {
  readonly at: Token;
  readonly specifier: string;
}

export const formatLegacy = defineRule<Legacy>({
  id: 'format-legacy',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  what: 'A path or a command has a specifier of one letter.',
  why: 'Since 5.3 those are ordinary characters: a directory named %u is made, or the command gets "%u".',
  how: 'Use %{user.username}, %{dest.user}, %{dest.domain} or %{user.directory}.',
  bad: conf('action "a" maildir "/var/mail/%u"', 'match for local action "a"'),
  good: conf('action "a" maildir "/var/mail/%{user.username}"', 'match for local action "a"'),
  daemon: 'accepts',
  source: 'mda_variables.c: mda_expand_format',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { token } of subject.once(formatStrings)) {
      const [specifier] = token.text.match(LETTER) ?? [];
      if (specifier) yield { at: token, specifier };
    }
  },
  message: ({ specifier }) => `${specifier} stands for itself.`,
  fixes: ({ at }) => {
    const mended = at.text.replace(LETTER, (whole, letter: string) => LETTERS[letter] ?? whole);
    return fix('safe', `Write "${mended}"`, replaceWith(at, mended));
  },
});
