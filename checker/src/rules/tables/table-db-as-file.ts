import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';

interface Database extends Found {
  readonly at: Token;
}

export const tableDbAsFile = defineRule<Database>({
  id: 'table-db-as-file',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'A database is read as a text file.',
  why: 'The daemon takes the bytes of the database for lines: the table holds rubbish, and no lookup finds anything.',
  how: 'Write db: before the path, or name the text file.',
  bad: {
    ...conf('table users file:/etc/mail/users.db', 'action "a" mbox', 'match for domain <users> action "a"'),
    files: { '/etc/mail/users.db': 'x\n', '/etc/mail/users': 'example.org\n' },
  },
  good: {
    ...conf('table users file:/etc/mail/users', 'action "a" mbox', 'match for domain <users> action "a"'),
    files: { '/etc/mail/users': 'example.org\n' },
  },
  daemon: 'accepts',
  source: 'table_static.c: table_static_priv_load',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { config } of subject.of('table')) {
      if (config && /^(file:|static:|)\/.*\.db$/.test(config.text)) yield { at: config };
    }
  },
  message: ({ at }) => `"${at.text}" is read line by line.`,
  fixes: ({ at }) => {
    const path = at.text.replace(/^(file|static):/, '');
    return [
      ...fix('unsafe', `Read the text file ${path.slice(0, -3)}`, replaceWith(at, `file:${path.slice(0, -3)}`)),
      ...fix('unsafe', 'Read it as a database', replaceWith(at, `db:${path}`)),
    ];
  },
});
