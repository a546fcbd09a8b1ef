import type { Place } from '@smtpd-conf/compiler';
import { conf, defineRule, type Found } from '../../rule.js';
import { type FileEntry, tableFiles } from '../../subject/table-files.js';

interface Comment extends Found {
  readonly at: Place;
  readonly entry: FileEntry;
  readonly inValue: boolean;
}

export const tableTrailingComment = defineRule<Comment>({
  id: 'table-trailing-comment',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'An entry of a table file has a comment behind it.',
  why: 'Only whole lines can be comments: this one is part of the entry, which matches nothing, or leads to a wrong address.',
  how: 'Put the comment on a line of its own.',
  bad: {
    ...conf('table domains file:/etc/mail/domains', 'action "a" mbox', 'match for domain <domains> action "a"'),
    files: { '/etc/mail/domains': 'example.org\nexample.net # the old one\n' },
  },
  good: {
    ...conf('table domains file:/etc/mail/domains', 'action "a" mbox', 'match for domain <domains> action "a"'),
    files: { '/etc/mail/domains': 'example.org\n# the old one\nexample.net\n' },
  },
  daemon: 'accepts',
  source: 'util.c: parse_table_line',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { source, entries } of subject.once(tableFiles).values()) {
      for (const entry of entries) {
        const text = entry.value ?? entry.key;
        const comment = /[ \t]#/.exec(text);
        // Commands and quoted texts may have a # of their own.
        if (comment === null || /["'|]/.test(text)) continue;
        const from = entry.value === undefined ? entry.start : source.text.indexOf(entry.value, entry.end);
        const start = from + comment.index + 1;
        yield { at: { source, start, end: from + text.length }, entry, inValue: entry.value !== undefined };
      }
    }
  },
  message: ({ inValue, entry }) =>
    `The comment belongs to the ${inValue ? 'value' : 'key'} of "${entry.key.split(/\s/)[0]}".`,
  fixes({ at }) {
    const { source, start, end } = at;
    const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
    const { encoding, text } = source;
    let from = start;
    while (/[ \t]/.test(text[from - 1] ?? '')) from--;
    if (encoding !== 'utf-8') return [];
    const above = { source, start: lineStart, end: lineStart, text: `${text.slice(start, end)}\n` };
    return [{ title: 'Put the comment above', safety: 'safe', edits: [above, { source, start: from, end, text: '' }] }];
  },
});
