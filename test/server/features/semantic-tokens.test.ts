import { describe, expect, test } from 'vitest';
import { semanticTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from '../../../server/src/features/semantic-tokens.js';
import { encodeTokens, tokensDelta } from '../../../server/src/to-lsp/semantic-tokens.js';
import { opened } from '../opened.js';

/** Each word that has a type, with that type; `!` marks a definition. */
const COLOURED: readonly (readonly [text: string, expected: string])[] = [
  ['# a comment', '# a comment=comment'],
  ['m = "x"', 'm=variable! ==operator "x"=string'],
  ['table t { a = b }', 'table=keyword t=type! a=string ==operator b=string'],
  ['table t file:/x # y', 'table=keyword t=type! file:/x=string # y=comment'],
  ['action "a" mbox alias <t>', 'action=keyword "a"=function! mbox=method alias=keyword t=type'],
  [
    'listen on lo0 port 25 tag T',
    'listen=keyword on=keyword lo0=string port=keyword 25=number tag=keyword T=parameter!',
  ],
  [
    'listen on lo0 pki k filter f',
    'listen=keyword on=keyword lo0=string pki=keyword k=namespace filter=keyword f=function',
  ],
  [
    'match !from src <t> for any action "a"',
    'match=keyword !=operator from=keyword src=keyword t=type for=keyword any=keyword action=keyword "a"=function',
  ],
  ['filter f proc-exec "x"', 'filter=keyword f=function! proc-exec=keyword "x"=string'],
  [
    'm = "x"\naction a mbox user $m',
    'm=variable! ==operator "x"=string action=keyword a=function! mbox=method user=keyword $m=variable',
  ],
  ['nonsense', 'nonsense=string'],
];
describe('words have types', () => {
  test.each(COLOURED)('%s', (text, expected) => {
    const found = semanticTokens(opened(text).snapshot).map(
      ({ start, end, type, modifiers }) =>
        `${text.slice(start, end)}=${type}${modifiers.includes('definition') ? '!' : ''}`,
    );
    expect(found.join(' ')).toBe(expected);
  });

  test('a range has those that it touches', () => {
    const { snapshot, selection } = opened('listen on lo0\nma█tch for█ any reject\nmatch for any reject\n');
    const found = semanticTokens(snapshot, selection.start, selection.end);
    expect(found.map(({ start, end }) => snapshot.source.text.slice(start, end))).toEqual(['match', 'for']);
  });
});

/** Five numbers a token, as they go over the wire, with names in place of the last two. */
function wire(text: string): readonly string[] {
  const { snapshot } = opened(text);
  const data = encodeTokens(semanticTokens(snapshot), snapshot.source);
  return Array.from({ length: data.length / 5 }, (_, index) => {
    const [line = 0, column = 0, length = 0, type = 0, bits = 0] = data.slice(index * 5, index * 5 + 5);
    const modifiers = TOKEN_MODIFIERS.filter((_, bit) => bits & (2 ** bit));
    return [line, column, length, TOKEN_TYPES[type], ...modifiers].join(' ');
  });
}

test('tokens are told relative to each other; those of several lines in parts; astral characters count twice', () => {
  expect(wire('table "😀t" { a }\r\n# c')).toEqual([
    '0 0 5 keyword',
    '0 6 5 type definition',
    '0 8 1 string',
    '1 0 3 comment',
  ]);
  expect(wire('m = "a\\\nb"\nx = 1').slice(0, 4)).toEqual([
    '0 0 1 variable definition',
    '0 2 1 operator',
    '0 2 3 string',
    '1 0 2 string',
  ]);
});

/** A delta is right when applying it to the old numbers gives the new ones. */
const DELTAS: readonly (readonly [before: readonly number[], after: readonly number[], edits: number])[] = [
  [[], [], 0],
  [[1, 2, 3], [1, 2, 3], 0],
  [[], [1, 2], 1],
  [[1, 2], [], 1],
  [[1, 2, 3], [1, 9, 3], 1],
  [[1, 1, 1], [1, 1, 1, 1], 1],
  [[5, 6, 7, 8], [5, 8], 1],
];
test.each(DELTAS)('the delta from %j to %j', (before, after, count) => {
  const edits = tokensDelta(before, after);
  const numbers = [...before];
  for (const { start, deleteCount, data = [] } of edits) numbers.splice(start, deleteCount, ...data);
  expect(numbers).toEqual(after);
  expect(edits).toHaveLength(count);
});
