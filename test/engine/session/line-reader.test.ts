import { describe, expect, test } from 'vitest';
import { textBytes } from '../../../engine/src/session/byte-text.js';
import { type Line, LineReader } from '../../../engine/src/session/line-reader.js';

/** The lines that chunks make, and how many bytes wait behind them. */
function check(chunks: readonly string[], expected: readonly (string | 'TOO LONG')[], buffered = 0): void {
  const reader = new LineReader();
  const lines: string[] = [];
  const take = () => {
    for (let line: Line | undefined = reader.take(); line; line = reader.take()) {
      lines.push(line.type === 'line' ? line.text : 'TOO LONG');
      if (line.type === 'too-long') break;
    }
  };
  for (const chunk of chunks) {
    reader.receive(textBytes(chunk));
    take();
    while (reader.hasPending) {
      reader.receive();
      take();
    }
  }
  expect(lines).toEqual(expected);
  expect(reader.buffered).toBe(buffered);
}

describe('a line', () => {
  test.each<[string, readonly string[], readonly string[], number?]>([
    ['ends at LF', ['a\nb\n'], ['a', 'b']],
    ['loses one CR before it', ['a\r\n', 'b\r\r\n'], ['a', 'b\r']],
    ['keeps a CR elsewhere', ['a\rb\n'], ['a\rb']],
    ['may come in pieces', ['a', 'b\r', '\nc'], ['ab'], 1],
    ['may be empty', ['\n\r\n'], ['', '']],
    ['stops at a NUL', ['a\0b\nc\n'], ['a', 'c']],
    ['stops at a NUL behind its CR', ['a\r\0\n'], ['a\r']],
    ['keeps bytes above 127', ['\xe9\xff\n'], ['\xe9\xff']],
    ['has at most 65534 bytes', [`${'x'.repeat(65534)}\n`], ['x'.repeat(65534)]],
    ['is too long with one more', [`${'x'.repeat(65535)}\n`], ['TOO LONG']],
    ['is too long before it ends', ['x'.repeat(65535)], ['TOO LONG'], 65535],
    ['counts its CR', [`${'x'.repeat(65534)}\r\n`], ['TOO LONG']],
    [
      'may lie across a full buffer',
      [`${'x'.repeat(40000)}\n${'y'.repeat(40000)}\n`],
      ['x'.repeat(40000), 'y'.repeat(40000)],
    ],
  ])('%s', (_, chunks, expected, buffered) => check(chunks, expected, buffered));
});
