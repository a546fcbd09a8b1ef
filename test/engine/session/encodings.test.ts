import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateText } from '../../../engine/src/message/date.js';
import { decodeBase64 } from '../../../engine/src/session/base64.js';
import { byteText, textBytes, utf8Decoded, utf8Encoded } from '../../../engine/src/session/byte-text.js';
import { visible } from '../../../engine/src/session/visible.js';

describe('base64', () => {
  const binary = fc.uint8Array({ maxLength: 100 });

  test('decodes what was encoded, with a byte to spare where the last group is not full', () => {
    fc.assert(
      fc.property(binary, (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        const room = bytes.length + (bytes.length % 3 === 0 ? 0 : 1);
        expect(decodeBase64(text, room)).toBe(byteText(bytes));
        if (room > 0) expect(decodeBase64(text, room - 1)).toBeUndefined();
      }),
    );
  });

  test.each<[string, string | undefined]>([
    ['', ''],
    ['Ym 9i\t', 'bob'],
    ['Ym9iYg==', 'bobb'],
    ['Ym9iYg', undefined],
    ['Ym9iYg=', undefined],
    ['Ym9iYg= =', 'bobb'],
    ['Ym9iYg==x', undefined],
    ['Ym9iYh==', undefined],
    ['=', undefined],
    ['Ym9i=', undefined],
    ['*', undefined],
    ['Y-9i', undefined],
  ])('%j is %j', (text, expected) => expect(decodeBase64(text, 100)).toBe(expected));
});

describe('byte texts', () => {
  test('are bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(textBytes(byteText(bytes))).toEqual(bytes);
      }),
      { numRuns: 20 },
    );
  });

  test('stand for texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Decoded(utf8Encoded(text))).toBe(text);
      }),
      { examples: [['\ufeffa'], ['\u{1f600}']] },
    );
  });

  test('are shown when they are no UTF-8, too', () => expect(utf8Decoded('a\xffb')).toBe('a\ufffdb'));
});

test.each([
  ['bob', 'bob'],
  ['b b', 'b\\040b'],
  ['b\\b', 'b\\\\b'],
  ['a\tb\nc\rd', 'a\\^Ib\\^Jc\rd'],
  ['\x7f\x00', '\\^?\\^@'],
  ['\xe9\xa0\x81\xff', '\\M-i\\240\\M^A\\M^?'],
])('a user name %j is shown as %j', (name, expected) => expect(visible(name)).toBe(expected));

test.each([
  [0, 0, 'UTC', 'Thu, 1 Jan 1970 00:00:00 +0000 (UTC)'],
  [1_764_064_186, 3600, 'CET', 'Tue, 25 Nov 2025 10:49:46 +0100 (CET)'],
  [1_764_064_186, -12_600, 'NST', 'Tue, 25 Nov 2025 06:19:46 -0330 (NST)'],
])('%d at %d is %s', (seconds, offset, zone, expected) => {
  expect(dateText({ seconds, offset, zone })).toBe(expected);
});
