import { tokenOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Missing extends Found {
  readonly path: string;
}

export const filterProcBroken = defineRule<Missing>({
  id: 'filter-proc-broken',
  category: 'filters',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'The program of a filter process does not exist here.',
  why: 'The daemon starts all filter processes, also those that no listener uses, and exits when one of them ends.',
  how: 'Install the program, or correct its path; nothing is wrong if this is checked on another host than it is for.',
  bad: conf(
    'filter "f" proc-exec "/etc/mail/no-such-filter"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: {
    ...conf(
      'filter "f" proc-exec "/etc/mail/a-filter"',
      'listen on lo filter "f"',
      'action "a" mbox',
      'match from any for local action "a"',
    ),
    files: { '/etc/mail/a-filter': '#!/bin/sh\n' },
  },
  daemon: 'accepts',
  source: 'smtpd.c: fork_filter_process',
  needs: 'parts',
  *find(subject) {
    const commands: Token[] = [];
    for (const { form } of subject.of('filter')) {
      if (form?.id === 'filter.proc-exec' && form.value) commands.push(tokenOf(form));
    }
    for (const { command } of subject.of('proc')) if (command) commands.push(command);
    for (const at of commands) {
      // What the shell would make of quotes and variables is not looked at.
      const path = /^(\/[\w./+-]+)(?=\s|$)/.exec(at.text)?.[1];
      const status = path === undefined ? undefined : subject.world.status(path);
      if (path !== undefined && status?.ok === false && status.error.code === 'ENOENT') yield { at, path };
    }
  },
  message: ({ path }) => `There is no ${path}.`,
});
