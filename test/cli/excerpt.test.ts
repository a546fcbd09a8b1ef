import { expect, test } from 'vitest';
import { textReport } from '../../cli/src/reporters/text.js';

/** How a part of a line is shown, in a window of some columns; `[` and `]` are around what is underlined. */
function check(marked: string, expected: readonly [line: string, underline: string], columns?: number): void {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const line = marked.replace('[', '').replace(']', '');
  const range = { start: { line: 7, column: start + 1 }, end: { line: 7, column: end + 1 } };
  const found = { rule: 'r', severity: 'error', message: 'm', range, related: [], fixes: [], line } as const;
  const report = textReport({
    files: [{ path: 'a', dialect: 'modern', diagnostics: [found], suppressed: [] }],
    ...(columns === undefined ? {} : { columns }),
  });
  expect(report.split('\n').slice(1, 3)).toEqual([`  7 | ${expected[0]}`, `    | ${expected[1]}`]);
}

const LONG = 'x'.repeat(500);

const CASES: readonly (readonly [title: string, marked: string, line: string, underline: string, columns?: number])[] =
  [
    ['a word', 'listen on [lo]', 'listen on lo', '          ~~'],
    ['the end of a line', 'listen on[ ]', 'listen on', '         ~'],
    ['tabs before it', '\ta\t[b]\tc', '        a       b       c', '                ~'],
    ['a tab in it', 'a[\tb]', 'a       b', ' ~~~~~~~~'],
    ['characters of two columns', '漢字[漢]x', '漢字漢x', '    ~~'],
    ['characters of two code units', '😀[😀]x', '😀😀x', '  ~~'],
    ['characters that go onto others', 'e\u0301[e\u0301]x', 'e\u0301e\u0301x', ' ~'],
    ['a line that ends in a carriage return', 'a [b]\r', 'a b', '  ~'],
    ['control characters', 'a\x1b[\x07b]', 'a\ufffd\ufffdb', '  ~~'],
    ['characters that turn the direction', 'a\u202e[b]', 'a\ufffdb', '  ~'],
    [
      'a place in a long line',
      `${LONG}[abc]${LONG}`,
      `…${'x'.repeat(77)}abc${'x'.repeat(72)}…`,
      `${' '.repeat(78)}~~~`,
    ],
    ['a long thing in a narrow terminal', `ab[${LONG}]`, `ab${'x'.repeat(50)}…`, `  ${'~'.repeat(50)}`, 60],
    ['the start of a long line', `[ab]${LONG}`, `ab${'x'.repeat(50)}…`, '~~', 60],
    ['the end of a long line', `${LONG}[ab]`, `…${'x'.repeat(27)}ab`, `${' '.repeat(28)}~~`, 60],
    ['a terminal of no width', 'ab [c]', 'ab c', '   ~', 1],
  ];

test.each(CASES.map(([title, ...rest]) => ({ title, rest })))(
  '$title',
  ({ rest: [marked, line, underline, columns] }) => check(marked, [line, underline], columns),
);
