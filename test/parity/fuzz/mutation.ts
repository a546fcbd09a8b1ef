import { KEYWORDS } from '@smtpd-conf/grammar';
import type { Draw } from './draw.js';

/** Tokens, blanks and newlines as they stand in the text; joined again they are the text. */
export function cut(text: string): string[] {
  return (
    text.match(/"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\$\w+|\n|[ \t]+|[\w:][^\s(){}<>!=#,"']*|=>|[\s\S]/g) ?? []
  );
}

const isBlank = (part: string): boolean => /^\s*$/.test(part);

/** One change or several, of the kinds that people and accidents make. */
export function mutate(draw: Draw, text: string): string {
  let changed = text;
  for (let rounds = draw.pick([1, 1, 1, 2, 2, 3, 5]); rounds > 0; rounds--) {
    changed = draw.pick(CHANGES)(draw, changed);
  }
  return changed;
}

type Change = (draw: Draw, text: string) => string;

/** Applies `change` to the tokens and the place of one that is no blank. */
function onToken(change: (parts: string[], at: number, draw: Draw) => void): Change {
  return (draw, text) => {
    const parts = cut(text);
    const places = parts.flatMap((part, at) => (isBlank(part) ? [] : [at]));
    if (places.length === 0) return text;
    change(parts, draw.pick(places), draw);
    return parts.join('');
  };
}

/** Applies `change` to the lines and the place of one. */
function onLine(change: (lines: string[], at: number, draw: Draw) => void): Change {
  return (draw, text) => {
    const lines = text.split('\n');
    change(lines, draw.below(lines.length), draw);
    return lines.join('\n');
  };
}

const KEYWORD_LIST = [...KEYWORDS.keys()];

/** A token out of nowhere. */
function stray(draw: Draw): string {
  return draw.pick([
    () => draw.pick(KEYWORD_LIST),
    () => draw.pick(['x', '"x"', "'x y'", '""', '"a', "'", '"', '\\"', 'a"b', 'x\\', '"\\', '"\\\\"']),
    () =>
      draw.pick([
        '0',
        '25',
        '-1',
        '-',
        '--1',
        '1h',
        '1/2',
        '3,4',
        '1=2',
        '5}',
        '007',
        '9223372036854775808',
        '-9223372036854775809',
        '1\\2',
      ]),
    () =>
      draw.pick([
        '{',
        '}',
        '<',
        '>',
        '!',
        ',',
        '=',
        '=>',
        '(',
        ')',
        '{ a }',
        '{ a, }',
        '{}',
        '{ a = b }',
        '<a>',
        '<>',
        '!!',
        '{ "a"',
        '{\n',
      ]),
    () => draw.pick(['$undefined', '$', '$m', '$ x', '$1', '$"x"', '$a$b', '$m0', '$macro_0']),
    () => draw.pick(['\n', '\\\n', ' \\\n ', '\n\n', ' # x\n', '# x \\\n', '\\', '\\ ', '\\#', '\\{', '\\x']),
    () =>
      draw.pick([
        '\r',
        '\r\n',
        '\0',
        '\x01',
        '\x02',
        '\x0b',
        '\x7f',
        '\xff',
        '\xc3\xa9',
        '\xef\xbb\xbf',
        '+',
        ';',
        '%',
        '/',
        '~',
        '*',
        '@',
        '.',
        '[',
      ]),
    () =>
      draw.pick([
        'accept',
        'protocols',
        'bypass',
        'admd',
        'any',
        'default',
        'sender',
        'tagged',
        'recipient',
        'noop',
        'data-line',
      ]),
    () => `"${'q'.repeat(draw.between(8090, 8097))}"`,
    () => 'w'.repeat(draw.between(8090, 8097)),
  ])();
}

const broken: readonly string[] = [
  'foo',
  'action',
  'match',
  'listen on',
  '}',
  'table x',
  '= b',
  'pki',
  '"',
  'x y',
  'filter a chain',
  '$nope',
  'include',
];

const CHANGES: readonly Change[] = [
  onToken((parts, at) => parts.splice(at, 1)),
  onToken((parts, at) => parts.splice(at, 1)),
  onToken((parts, at) => parts.splice(at, 0, parts[at] as string, ' ')),
  onToken((parts, at, draw) => {
    const other = draw.below(parts.length);
    [parts[at], parts[other]] = [parts[other] as string, parts[at] as string];
  }),
  onToken((parts, at, draw) => parts.splice(at, 0, stray(draw), draw.pick(['', ' ']))),
  onToken((parts, at, draw) => parts.splice(at, 0, stray(draw), ' ')),
  onToken((parts, at, draw) => parts.splice(at + 1, 0, draw.pick(['', ' ']), stray(draw))),
  onToken((parts, at, draw) => {
    parts[at] = stray(draw);
  }),
  // A keyword where a string stood, and the reverse.
  onToken((parts, at, draw) => {
    const part = parts[at] as string;
    parts[at] = KEYWORDS.has(part) ? draw.pick([`"${part}"`, 'x']) : draw.pick(KEYWORD_LIST);
  }),
  onToken((parts, at, draw) => {
    const part = parts[at] as string;
    parts[at] = draw.pick([`"${part}"`, `'${part}'`, `"${part}`, `${part}'`, `\\${part}`, `${part}\\`]);
  }),
  // A token twice, a blank less, a newline more.
  onToken((parts, at) => parts.splice(at, 0, parts[at] as string)),
  (draw, text) => {
    const parts = cut(text);
    const blanks = parts.flatMap((part, at) => (isBlank(part) ? [at] : []));
    if (blanks.length > 0) parts[draw.pick(blanks)] = draw.pick(['', ' ', '\n', '\\\n', '\t', '\n\n', ',']);
    return parts.join('');
  },
  // Lines dropped, repeated, moved, joined, cut short.
  onLine((lines, at) => lines.splice(at, 1)),
  onLine((lines, at) => lines.splice(at, 0, lines[at] as string)),
  onLine((lines, at, draw) => {
    const [line] = lines.splice(at, 1);
    lines.splice(draw.below(lines.length + 1), 0, line as string);
  }),
  onLine((lines, at, draw) => {
    lines[at] += draw.pick(['\\', ' \\', ' {', '"', ' #', ' }', '\r', ',']);
  }),
  onLine((lines, at, draw) => lines.splice(at, 0, draw.pick(broken))),
  // Several broken lines in a row, with or without empty ones between them.
  onLine((lines, at, draw) => {
    const gap = draw.pick([[], [''], ['', ''], ['# x'], ['match reject']]);
    lines.splice(at, 0, ...draw.times(draw.between(2, 4), () => draw.pick(broken)).flatMap((line) => [line, ...gap]));
  }),
  onLine((lines, at, draw) =>
    lines.splice(
      at,
      0,
      `include "files/${draw.pick(['include-rule.conf', 'include-broken.conf', 'include-no-newline.conf', 'include-bad-end.conf', 'include-unterminated.conf', 'include-macro.conf', 'include-nested.conf', 'empty', 'missing.conf', ''])}"`,
    ),
  ),
  // Truncation, and single bytes.
  (draw, text) => text.slice(0, draw.below(text.length + 1)),
  (draw, text) => {
    const at = draw.below(text.length + 1);
    return text.slice(0, at) + text.slice(at + draw.between(1, 3));
  },
  (draw, text) => {
    const at = draw.below(text.length + 1);
    return text.slice(0, at) + String.fromCharCode(draw.below(256)) + text.slice(at + draw.below(2));
  },
  (draw, text) => {
    const at = draw.below(text.length + 1);
    return (
      text.slice(0, at) +
      draw.pick(['{', '}', '"', "'", '\\', '\n', '$', '#', '=', '<', '>', '!', ',', '(', ' ', '-', '0']) +
      text.slice(at)
    );
  },
];
