import type { Version } from '@smtpd-conf/grammar';
import type { TableRow } from '../../compiler/src/config/compiled-config.js';

/** What a release makes of a file: its kind and entries, or the line on which it gives up. */
export type TableExpectation = readonly ['list' | 'hash', ...TableRow[]] | { readonly malformed: number };

export interface TableCase {
  readonly title: string;
  /** The file; one byte a character. */
  readonly bytes: string;
  /** All of them confirmed with smtpd of the releases below; the entries with upstream's functions, run by themselves. */
  readonly until75: TableExpectation;
  /** Absent where nothing changed. */
  readonly from76?: TableExpectation;
}

export const BEFORE_76: readonly Version[] = ['6.7.0', '6.8.0', '7.3.0', '7.4.0', '7.5.0'];
export const SINCE_76: readonly Version[] = ['7.6.0', '7.7.0', '7.8.0'];

export const TABLE_CASES: readonly TableCase[] = [
  { title: 'an empty file is a mapping', bytes: '', until75: ['hash'] },
  { title: 'so is one of comments', bytes: '# a\n\n  # b c\n', until75: ['hash'] },
  { title: 'a word makes a list', bytes: 'a\nb\n', until75: ['list', ['a'], ['b']] },
  { title: 'the last line needs no line feed', bytes: 'a\nb', until75: ['list', ['a'], ['b']] },
  {
    title: 'once a list, blanks and colons are part of the key',
    bytes: 'a\nb c: d\n',
    until75: ['list', ['a'], ['b c: d']],
  },
  { title: 'two words make a mapping', bytes: 'a b\nc\td e\n', until75: ['hash', ['a', 'b'], ['c', 'd e']] },
  { title: 'a colon makes a mapping', bytes: 'a:b\nc: d\n', until75: ['hash', ['a', 'b'], ['c', 'd']] },
  { title: 'a mapping wants values', bytes: 'a b\n\nc\n', until75: { malformed: 3 } },
  { title: 'even of a first entry with a colon', bytes: '#\na:\n', until75: { malformed: 2 } },
  { title: 'at the end of the file too', bytes: 'a b\nc', until75: { malformed: 2 } },
  { title: 'a blank behind a word does not count', bytes: 'a \nb\n', until75: ['list', ['a'], ['b']] },
  { title: '# @list makes a list', bytes: '#  @list \na b\n', until75: ['list', ['a b']] },
  { title: '#@list as well', bytes: '#@list\na b\n', until75: ['list', ['a b']] },
  { title: 'but not with more on its line', bytes: '# @list of\na b\n', until75: ['hash', ['a', 'b']] },
  { title: 'nor after the first entry', bytes: 'a b\n# @list\nc\n', until75: { malformed: 3 } },
  { title: '@list without # is an entry', bytes: '@list\na\n', until75: ['list', ['@list'], ['a']] },
  { title: 'a comment behind an entry is none', bytes: 'a b # c\n', until75: ['hash', ['a', 'b # c']] },
  { title: 'keys are stored in lower case, values as they are', bytes: 'A\xc9 B\n', until75: ['hash', ['a\xc9', 'B']] },
  { title: 'of equal keys both are read', bytes: 'a 1\nA 2\n', until75: ['hash', ['a', '1'], ['a', '2']] },
  { title: 'a key of 1,023 bytes is stored', bytes: `${'k'.repeat(1023)}\n`, until75: ['list', ['k'.repeat(1023)]] },
  {
    title: 'a longer one decides the kind and is forgotten',
    bytes: `${'k'.repeat(1024)}\nb\n`,
    until75: ['list', ['b']],
  },
  { title: 'a carriage return is white space', bytes: 'a b\r\n\r\nc d\r\n', until75: ['hash', ['a', 'b'], ['c', 'd']] },
  { title: 'but separates nothing', bytes: 'a\rb\n', until75: ['list', ['a\rb']] },
  { title: 'a NUL ends a line', bytes: 'a b\0c\nd e\n', until75: ['hash', ['a', 'b'], ['d', 'e']] },
  { title: 'a blank before a NUL stays', bytes: 'a b\nc \0\n', until75: { malformed: 2 } },
  { title: 'a line that starts with NUL is blank', bytes: '\0 a b\nc\n', until75: ['list', ['c']] },
  { title: 'bytes that are no UTF-8 are read one by one', bytes: '\xff\xfe\n', until75: ['list', ['\xff\xfe']] },
  { title: 'a byte order mark is part of the key', bytes: '\xef\xbb\xbfa b\n', until75: ['hash', ['\ufeffa', 'b']] },
  { title: 'a key can be empty', bytes: ':a\n', until75: ['hash', ['', 'a']] },
  {
    title: 'blanks and colons before a value',
    bytes: 'a : b\nc:: d\ne :f\n',
    until75: ['hash', ['a', 'b'], ['c', 'd'], ['e', ':f']],
    from76: ['hash', ['a', ': b'], ['c', ': d'], ['e', ':f']],
  },
  {
    title: 'an address in brackets',
    bytes: '[::1] a\n[fd00::1]: b\n',
    until75: ['hash', ['[', ':1] a'], ['[fd00', ':1]: b']],
    from76: ['hash', ['[::1]', 'a'], ['[fd00::1]', 'b']],
  },
  {
    title: 'addresses in brackets alone',
    bytes: '[::1]\n[fd00::1]\n',
    until75: ['hash', ['[', ':1]'], ['[fd00', ':1]']],
    from76: ['list', ['[::1]'], ['[fd00::1]']],
  },
  {
    title: 'a bracket that does not close',
    bytes: 'a\n [b\n',
    until75: ['list', ['a'], ['[b']],
    from76: { malformed: 2 },
  },
  {
    title: 'an address in brackets without a value',
    bytes: 'a b\n[c d]\n',
    until75: ['hash', ['a', 'b'], ['[c', 'd]']],
    from76: { malformed: 2 },
  },
  {
    title: 'what touches a bracket is lost',
    bytes: '[c d]xy\n',
    until75: ['hash', ['[c', 'd]xy']],
    from76: ['hash', ['[c d]', 'y']],
  },
];
