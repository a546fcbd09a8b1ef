import { tokenOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';

interface Quoted extends Found {
  readonly at: Token;
}

export const mdaDoubleQuotes = defineRule<Quoted>({
  id: 'mda-double-quotes',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'The command of an mda action has double quotes in it.',
  why: 'The daemon puts the command between double quotes for the shell, so it ends at the first one: mail.mda complains that "only one command is supported", and mail bounces.',
  how: 'Use single quotes within the command.',
  bad: conf(`action "a" mda '/usr/bin/deliver "%{user.username}"'`, 'match for local action "a"'),
  good: conf(`action "a" mda "/usr/bin/deliver '%{user.username}'"`, 'match for local action "a"'),
  daemon: 'accepts',
  source: 'parse.y: dispatcher_local_options; mail.mda.c',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { method } of subject.of('action')) {
      if (method?.id !== 'method.mda' || method.value === undefined) continue;
      const at = tokenOf(method);
      if (at.text.includes('"')) yield { at };
    }
  },
  message: () => 'The command ends at its first double quote.',
  fixes: ({ at }) =>
    at.text.includes("'") ? [] : fix('safe', 'Use single quotes', replaceWith(at, at.text.replaceAll('"', "'"))),
});
