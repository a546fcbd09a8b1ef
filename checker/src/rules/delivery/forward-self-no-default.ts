import { openForward, parseExpandLine } from '@smtpd-conf/engine';
import type { ActionStatement } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { localActionsThat } from '../../subject/actions.js';
import { usersOf } from '../../subject/user-bases.js';
import { statementPlace } from '../../syntax.js';

interface Self extends Found {
  readonly name: string;
  readonly user: string;
}

const PASSWD = 'bob:x:0:0::/home/bob:/bin/sh\n';

export const forwardSelfNoDefault = defineRule<Self>({
  id: 'forward-self-no-default',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  what: 'An action that only forwards meets a .forward file that names its own user.',
  why: 'That asks for the mailbox of the user, and the action has none: the delivery process crashes at every message, and mail stays in the queue.',
  how: 'Take the name out of the .forward file, or let the action deliver with mbox or maildir.',
  bad: {
    ...conf('action "a" forward-only', 'match from any for local action "a"'),
    files: { '/etc/passwd': PASSWD, '/home/bob/.forward': '\\bob, bob@example.net\n' },
  },
  good: {
    ...conf('action "a" forward-only', 'match from any for local action "a"'),
    files: { '/etc/passwd': PASSWD, '/home/bob/.forward': 'bob@example.net\n' },
  },
  daemon: 'accepts',
  source: 'lka_session.c: lka_expand, lka_submit; mda_unpriv.c: mda_unpriv',
  needs: 'parts',
  scope: { each: 'file', and: ['action', 'table'] },
  *find(subject) {
    for (const { statement, name, action } of localActionsThat(deliversNowhere, subject)) {
      for (const [user, info] of usersOf(action.userbase, subject) ?? []) {
        const forward = openForward(subject.world, info);
        if (forward.outcome === 'text' && namesUser(forward.text, user))
          yield { at: statementPlace(statement), name, user };
      }
    }
  },
  message: ({ name, user }) => `The .forward file of ${user} names ${user}, and "${name}" delivers nowhere.`,
});

function deliversNowhere({ method }: ActionStatement): boolean {
  return method?.id === 'method.forward-only' || method?.id === 'method.expand-only';
}

/** Whether one of the lines is read, and has the user among its targets. */
function namesUser(text: string, user: string): boolean {
  const targets = text.split('\n').flatMap((line) => parseExpandLine(line.replace(/^\s*#.*/, ''), false) ?? []);
  return targets.some((target) => target.type === 'username' && target.user.toLowerCase() === user.toLowerCase());
}
