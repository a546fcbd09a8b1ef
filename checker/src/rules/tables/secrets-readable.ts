import type { ActionStatement, Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { tableStatements } from '../../subject/key-uses.js';
import { tableNameIn } from '../../subject/table-clauses.js';

interface Readable extends Found {
  readonly at: Token;
  readonly path: string;
  readonly mode: number;
}

export const secretsReadable = defineRule<Readable>({
  id: 'secrets-readable',
  category: 'tables',
  severity: 'warning',
  since: '0.1.0',
  what: 'A file with passwords for relaying can be read by everyone.',
  why: 'The daemon does not look at its permissions, and the passwords in it are in clear.',
  how: 'chmod 640 it, and give it to root and to the group of the daemon.',
  bad: {
    ...conf(
      'table secrets file:/etc/mail/secrets',
      'action "r" relay host smtps://me@relay.example.net auth <secrets>',
      'match from local for any action "r"',
    ),
    files: { '/etc/mail/secrets': 'me user:password\n' },
  },
  good: conf(
    'table secrets { "me" = "user:password" }',
    'action "r" relay host smtps://me@relay.example.net auth <secrets>',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'table_static.c: table_static_priv_load',
  needs: 'parts',
  scope: { each: 'file', and: ['action', 'table'] },
  *find(subject) {
    const tables = tableStatements(subject);
    const seen = new Set<Token>();
    for (const name of subject.of('action').flatMap(subject.each(tablesOfSecrets))) {
      const at = tables.get(name)?.config;
      const path = at && /^(?:(?:file|static|db):)?(\/.*)$/.exec(at.text)?.[1];
      if (at === undefined || path === undefined || seen.has(at)) continue;
      seen.add(at);
      const status = subject.world.status(path);
      if (status.ok && (status.value.mode & 0o004) !== 0) yield { at, path, mode: status.value.mode };
    }
  },
  message: ({ path, mode }) => `${path} has the mode ${mode.toString(8).padStart(4, '0')}.`,
});

/** The tables that an action takes passwords from. */
function tablesOfSecrets({ options }: ActionStatement): readonly string[] {
  return options.flatMap((clause) => (clause.id === 'relay.auth' ? (tableNameIn(clause) ?? []) : []));
}
