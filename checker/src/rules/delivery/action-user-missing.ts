import { tokenOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { localActions } from '../../subject/actions.js';
import { usersOf } from '../../subject/user-bases.js';
import { clauseOf } from '../../syntax.js';

interface Missing extends Found {
  readonly at: Token;
  readonly userbase: string;
}

const PASSWD = 'root:x:0:0:root:/root:/bin/sh\nvmail:x:5000:5000::/var/vmail:/sbin/nologin\n';

export const actionUserMissing = defineRule<Missing>({
  id: 'action-user-missing',
  category: 'delivery',
  severity: 'warning',
  since: '0.1.0',
  what: 'An action delivers as a user who does not exist here.',
  why: 'The daemon looks the user up when it delivers, and the mail bounces.',
  how: 'Create the user, or correct the name; nothing is wrong if this is checked on another host than it is for.',
  bad: {
    ...conf('action "a" maildir "/var/vmail/%{rcpt}" user "vmial"', 'match from any for local action "a"'),
    files: { '/etc/passwd': PASSWD },
  },
  good: {
    ...conf('action "a" maildir "/var/vmail/%{rcpt}" user "vmail"', 'match from any for local action "a"'),
    files: { '/etc/passwd': PASSWD },
  },
  daemon: 'accepts',
  source: 'lka_session.c: lka_submit; smtpd.c: forkmda',
  needs: 'parts',
  scope: { each: 'statement', and: ['map'], held: true },
  *find(subject) {
    for (const { statement, action } of localActions(subject)) {
      const clause = clauseOf(statement.options, 'local.user');
      const at = clause && tokenOf(clause);
      const users = at && usersOf(action.userbase, subject);
      // Names are looked up in lower case.
      if (at && users && !users.has(at.text.toLowerCase()) && !users.has(at.text))
        yield { at, userbase: action.userbase };
    }
  },
  message: ({ at, userbase }) =>
    userbase === '<getpwnam>'
      ? `This host has no user "${at.text}".`
      : `There is no user "${at.text}" in table "${userbase}".`,
});
