import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { formatStrings } from '../../subject/format-strings.js';

/** What the client or the sender chooses, and the specifier that is made safe for the shell. */
const CHOSEN_BY_STRANGERS: Readonly<Record<string, string>> = {
  SENDER: '%{sender}',
  RECIPIENT: '%{rcpt}',
  LOCAL: '%{dest.user}',
  EXTENSION: '%{dest.user}',
};
const VARIABLE = /(?<!\\)\$(?:\{(SENDER|RECIPIENT|LOCAL|EXTENSION)\}|(SENDER|RECIPIENT|LOCAL|EXTENSION)\b)/g;

interface Variable extends Found {
  readonly at: Token;
  readonly variable: string;
}

export const mdaShellEnv = defineRule<Variable>({
  id: 'mda-shell-env',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  what: 'A command uses an environment variable that strangers fill.',
  why: 'The command passes through two shells, and the second one runs what stands in the value: a sender address with back-ticks runs commands as the recipient.',
  how: 'Use the format specifier, which is made safe, such as %{sender}.',
  bad: conf('action "a" mda "/usr/bin/deliver -f $SENDER"', 'match for local action "a"'),
  good: conf('action "a" mda "/usr/bin/deliver -f %{sender}"', 'match for local action "a"'),
  daemon: 'accepts',
  source: 'mail.mda.c; mda_unpriv.c: mda_unpriv',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { token, kind } of subject.once(formatStrings)) {
      const [variable] = (kind === 'mda' || kind === 'wrapper' ? token.text.match(VARIABLE) : null) ?? [];
      if (variable) yield { at: token, variable };
    }
  },
  message: ({ variable }) => `${variable} is chosen by whoever sends the mail.`,
  fixes: ({ at }) => {
    const mended = at.text.replace(VARIABLE, (whole, braced, bare) => CHOSEN_BY_STRANGERS[braced ?? bare] ?? whole);
    return at.text.includes('EXTENSION') ? [] : fix('safe', 'Use the format specifier', replaceWith(at, mended));
  },
});
