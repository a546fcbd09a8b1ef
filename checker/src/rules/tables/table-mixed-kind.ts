import { conf, defineRule, type Found } from '../../rule.js';
import { type FileEntry, tableFiles } from '../../subject/table-files.js';

interface Swallowed extends Found {
  readonly entry: FileEntry;
  readonly table: string;
}

export const tableMixedKind = defineRule<Swallowed>({
  id: 'table-mixed-kind',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'A table file begins as a list and goes on as a mapping.',
  why: 'The first entry decides: here it has no value, so that all lines are keys, and "bob: alice" is one key.',
  how: 'Write all entries as keys, or all as key and value.',
  bad: {
    ...conf('table users file:/etc/mail/users', 'action "a" mbox', 'match for domain <users> action "a"'),
    files: { '/etc/mail/users': 'alice\nbob: alice\n' },
  },
  good: {
    ...conf('table users file:/etc/mail/users', 'action "a" mbox', 'match for domain <users> action "a"'),
    files: { '/etc/mail/users': 'alice\nbob\n' },
  },
  daemon: 'accepts',
  source: 'util.c: parse_table_line',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const [table, { source, entries }] of subject.once(tableFiles)) {
      if (entries[0]?.value !== undefined || /^#[ \t]*@list/m.test(source.text)) continue;
      const entry = entries.find(
        ({ key }) => /^[^\s:#]+(:[ \t]+|[ \t]+(?!#))\S/.test(key) && !/^[a-z]+:\/\//i.test(key),
      );
      if (entry) yield { at: { source, start: entry.start, end: entry.end }, entry, table };
    }
  },
  message: ({ entry, table }) => `"${entry.key}" is one key of table "${table}".`,
});
