import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Unreadable extends Found {
  readonly at: Token;
  readonly path: string;
  readonly mode: number;
}

/** The head of a Berkeley DB hash with pages of 512 bytes, and nothing in it: magic number, version, size and kind of the page. */
function emptyDatabase(): string {
  const page = new DataView(new ArrayBuffer(512));
  page.setUint32(12, 0x061561, true);
  page.setUint32(16, 9, true);
  page.setUint32(20, page.byteLength, true);
  page.setUint8(25, 8);
  return btoa(String.fromCharCode(...new Uint8Array(page.buffer)));
}

export const tableDbUnreadable = defineRule<Unreadable>({
  id: 'table-db-unreadable',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'The database of a table can be read by root only.',
  why: 'smtpd -n reads it as root, and the daemon opens it after it has given up root: it ends when it starts.',
  how: 'chmod 644 it; or chmod 640 it, and give it to the group of the daemon.',
  bad: {
    ...conf(
      'table users db:/etc/mail/users.db',
      'action "a" mbox virtual <users>',
      'match from any for domain "example.org" action "a"',
    ),
    files: { '/etc/mail/users.db': { base64: emptyDatabase(), mode: '0600' } },
  },
  good: {
    ...conf(
      'table users db:/etc/mail/users.db',
      'action "a" mbox virtual <users>',
      'match from any for domain "example.org" action "a"',
    ),
    files: { '/etc/mail/users.db': { base64: emptyDatabase(), mode: '0644' } },
  },
  daemon: 'accepts',
  source: 'table_db.c: table_db_open; lka.c: lka',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { config: at } of subject.of('table')) {
      const path = at && /^db:(\/.*)$/.exec(at.text)?.[1];
      const status = path === undefined ? undefined : subject.world.status(path);
      if (at === undefined || path === undefined || !status?.ok) continue;
      const { mode, uid, gid } = status.value;
      // Another group than root's may be the daemon's.
      const readable = (mode & 0o004) !== 0 || ((mode & 0o040) !== 0 && gid !== 0);
      if (uid === 0 && !readable) yield { at, path, mode };
    }
  },
  message: ({ path, mode }) => `${path} belongs to root and has the mode ${mode.toString(8).padStart(4, '0')}.`,
});
