import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Unreadable extends Found {
  readonly at: Token;
  readonly path: string;
}

export const tableUnreadableAfterPrivdrop = defineRule<Unreadable>({
  id: 'table-unreadable-after-privdrop',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'A database can be read by root only.',
  why: 'The check reads it as root; the process that looks keys up runs as the user of the daemon, cannot open it, and the daemon dies.',
  how: 'chgrp it to the group of the daemon and chmod 640.',
  bad: conf('table users db:/etc/mail/users.db', 'action "a" mbox', 'match from local for domain <users> action "a"'),
  good: conf('table users { "example.org" }', 'action "a" mbox', 'match from local for domain <users> action "a"'),
  daemon: 'accepts',
  source: 'table_db.c: table_db_open; lka.c: lka',
  needs: 'parts',
  *find(subject) {
    for (const { config } of subject.of('table')) {
      const path = config && /^db:(\/.*)$/.exec(config.text)?.[1];
      const status = path === undefined ? undefined : subject.world.status(path);
      if (!config || path === undefined || !status?.ok) continue;
      const { mode, uid, gid } = status.value;
      if (uid === 0 && (mode & 0o004) === 0 && (gid === 0 || (mode & 0o040) === 0)) yield { at: config, path };
    }
  },
  message: ({ path }) => `${path} is closed to everyone but root.`,
});
