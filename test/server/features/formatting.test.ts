import { describe, expect, test } from 'vitest';
import {
  formatDocument,
  formatOnType,
  formatRange,
  lineEdits,
  type TextEdit,
} from '../../../server/src/features/formatting.js';
import { edited, type Opened, opened } from '../opened.js';

const MESSY = 'listen   on lo0\ntable t {a,b}\nmatch   for  any   reject\n';
const TIDY = 'listen on lo0\ntable t { a, b }\nmatch for any reject\n';

type Format = (open: Opened) => readonly TextEdit[];
const whole: Format = ({ snapshot }) => formatDocument(snapshot);
const selected: Format = ({ snapshot, selection }) => formatRange(snapshot, selection.start, selection.end);
const typed: Format = ({ snapshot, offset }) =>
  formatOnType(snapshot, offset, snapshot.source.text[offset - 1] === '}' ? '}' : '\n');

/** How it is asked for, a marked text, and the text afterwards. */
const CASES: readonly (readonly [why: string, format: Format, marked: string, expected: string])[] = [
  ['a document', whole, MESSY, TIDY],
  ['one that is tidy', whole, TIDY, TIDY],
  ['comments stay', whole, '#  a\nlisten  on lo0 # b\n', '#  a\nlisten on lo0 # b\n'],
  ['what cannot be read stays', whole, 'listen  on lo0\nnon   sense(\n', 'listen on lo0\nnon   sense(\n'],
  ['quotes stay', whole, 'action  "a  b"  mbox\n', 'action "a  b" mbox\n'],
  ['an empty document', whole, '', ''],
  [
    'a range',
    selected,
    'listen  on lo0\nmatch  for█ any  re█ject\naction  a mbox\n',
    'listen  on lo0\nmatch for any reject\naction  a mbox\n',
  ],
  [
    'a range over nothing untidy',
    selected,
    'listen  on lo0\n█match for any reject█\n',
    'listen  on lo0\nmatch for any reject\n',
  ],
  [
    'the line that was ended',
    typed,
    'listen  on lo0\nmatch  for any  reject\n█',
    'listen  on lo0\nmatch for any reject\n',
  ],
  ['the line of a closing brace', typed, 'listen  on lo0\ntable t {a,b}█\n', 'listen  on lo0\ntable t { a, b }\n'],
  [
    'not a line that is being written',
    typed,
    'listen  on lo0\n  mat█\nlisten  on em0\n',
    'listen on lo0\n  mat\nlisten  on em0\n',
  ],
];
describe('formatting', () => {
  test.each(CASES)('%s', (_, format, marked, expected) => {
    const open = opened(marked);
    expect(edited(open.snapshot.source.text, format(open))).toBe(expected);
  });

  test('changes only the lines that differ, so that cursors stay', () => {
    const { snapshot } = opened('listen on lo0\nmatch  for any reject\nlisten on em0\n');
    const [edit, ...more] = formatDocument(snapshot);
    expect(snapshot.source.text.slice(edit?.start, edit?.end)).toBe('match  for any reject\n');
    expect(more).toEqual([]);
  });
});

/** Line edits are right when they lead from one text to the other; the number says how fine they are. */
const PAIRS: readonly (readonly [before: string, after: string, edits: number])[] = [
  ['', 'a\n', 1],
  ['a\n', '', 1],
  ['a\nb\nc\n', 'a\nB\nc\n', 1],
  ['a\nb\nc\nd\ne\n', 'A\nb\nc\nd\nE\n', 2],
  ['a\nb\n', 'a\nx\ny\nb\n', 1],
  ['a\nx\ny\nb\n', 'a\nb\n', 1],
  ['a b\nc d\n', 'a  b\nc  d\n', 2],
];
test.each(PAIRS)('line edits from %j to %j', (before, after, count) => {
  const edits = lineEdits(before, after);
  expect(edited(before, edits)).toBe(after);
  expect(edits).toHaveLength(count);
});
