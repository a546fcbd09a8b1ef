import type { Place } from '@smtpd-conf/compiler';
import { conf, defineRule, type Found } from '../../rule.js';
import { tableFiles } from '../../subject/table-files.js';

interface Duplicate extends Found {
  readonly key: string;
  readonly first: Place;
}

export const tableDuplicateKey = defineRule<Duplicate>({
  id: 'table-duplicate-key',
  category: 'tables',
  severity: 'warning',
  since: '0.1.0',
  what: 'A mapping has the same key twice, with different values.',
  why: 'Keys are stored in lower case, and of equal ones only the last counts.',
  how: 'Keep one of them, or list several values behind one key where the table takes them.',
  bad: conf(
    'table aliases { "info" = "alice", "Info" = "bob" }',
    'action "a" mbox alias <aliases>',
    'match for local action "a"',
  ),
  good: conf(
    'table aliases { "info" = "alice, bob" }',
    'action "a" mbox alias <aliases>',
    'match for local action "a"',
  ),
  daemon: 'accepts',
  source: 'table_static.c: table_static_priv_add',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const statement of subject.of('table')) {
      const entries = (statement.entries?.entries ?? []).flatMap(({ key, value }) =>
        value === undefined ? [] : [{ key: key.text, value: value.text, place: key as Place }],
      );
      yield* duplicates(entries);
    }
    for (const { entries } of subject.once(tableFiles).values()) {
      yield* duplicates(
        entries.flatMap(({ key, value, source, start, end }) =>
          value === undefined ? [] : [{ key, value, place: { source, start, end } }],
        ),
      );
    }
  },
  message: ({ key }) => `"${key}" stands here twice.`,
  related: ({ first }) => [{ message: 'its value here does not count', place: first }],
});

function* duplicates(entries: readonly { key: string; value: string; place: Place }[]): Iterable<Duplicate> {
  const known = new Map<string, { value: string; place: Place }>();
  for (const { key, value, place } of entries) {
    const stored = key.toLowerCase();
    const before = known.get(stored);
    known.set(stored, { value, place });
    if (before && before.value !== value) yield { at: placeOnly(place), key, first: placeOnly(before.place) };
  }
}

/** Without what else a token has. */
const placeOnly = ({ source, start, end }: Place): Place => ({ source, start, end });
