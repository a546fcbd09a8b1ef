import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textBytes } from '../../../engine/src/session/byte-text.js';
import { type ProxyHeader, readProxyHeader } from '../../../engine/src/session/proxy-v2.js';
import { compileText, play } from './play.js';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const check = (hex: string, expected: ProxyHeader) => expect(readProxyHeader(bytes(hex))).toEqual(expected);

const refused = (reason: string): ProxyHeader => ({ type: 'refused', reason });
const inet6 = (address: string, hex: string): [string, string, ProxyHeader] => [
  `IPv6 ${address}`,
  `${SIGNATURE}21210024${hex}${'00'.repeat(16)}00500019`,
  { type: 'complete', length: 52, client: { family: 'inet6', address, port: 80 } },
];

describe('the header of the PROXY protocol', () => {
  test.each<[string, string, ProxyHeader]>([
    ['too short', SIGNATURE, { type: 'incomplete', missing: 4 }],
    ['of another protocol', '45484c4f206d78206d78206d780d0a00', refused('invalid signature')],
    ['of another version', `${SIGNATURE}11110000`, refused('invalid version')],
    ['of a datagram', `${SIGNATURE}21120000`, refused('unsupported address family')],
    ['that is too long', `${SIGNATURE}2111fff0`, refused('header too long')],
    ['without room for its addresses', `${SIGNATURE}2111000b`, refused('address info too short')],
    ['with addresses to come', `${SIGNATURE}2111000c00`, { type: 'incomplete', missing: 11 }],
    [
      'IPv4',
      `${SIGNATURE}2111000cc0000201c0000202303900196e6f`,
      { type: 'complete', length: 28, client: { family: 'inet4', address: '192.0.2.1', port: 12345 } },
    ],
    [
      'with options behind the addresses',
      `${SIGNATURE}2111000fc0000201c000020230390019040000`,
      { type: 'complete', length: 31, client: { family: 'inet4', address: '192.0.2.1', port: 12345 } },
    ],
    inet6('2001:db8::1', '20010db8000000000000000000000001'),
    inet6('::', '00'.repeat(16)),
    inet6('1:2:3:4:5:6:7:0', '00010002000300040005000600070000'),
    inet6('1::2:0:0:3', '00010000000000000002000000000003'),
    inet6('::ffff:192.0.2.1', '00000000000000000000ffffc0000201'),
    ['UNIX', `${SIGNATURE}213100d8${'61'.repeat(216)}`, { type: 'complete', length: 232, client: { family: 'local' } }],
    ['of the proxy itself', `${SIGNATURE}20000000`, { type: 'complete', length: 16 }],
    ['of nobody in particular', `${SIGNATURE}21000000`, refused('UNSPEC family not supported for PROXYing')],
    ['with an unknown command', `${SIGNATURE}22000000`, refused('unknown command')],
  ])('%s', (_, hex, expected) => check(hex, expected));

  test('is read from any bytes, and says no less for more of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (tail, signed) => {
        const whole = signed ? Uint8Array.from([...bytes(SIGNATURE), ...tail]) : tail;
        const header = readProxyHeader(whole);
        if (header.type === 'incomplete') expect(header.missing).toBeGreaterThan(0);
        else expect(readProxyHeader(Uint8Array.from([...whole, 0]))).toEqual(header);
      }),
    );
  });
});

describe('what comes behind the header in the same chunk waits for the next one', () => {
  const config = compileText('listen on lo\naction "in" mbox\nmatch from any for any action "in"\n');

  /** As smtpd 7.8.0 answered. */
  test.each<[string, string, readonly string[], RegExp]>([
    ['a command, which then is followed by another', 'EHLO h\r\n', ['NOOP\r\n'], /^500 .*Pipelining not supported$/],
    ['half a command', 'EHLO', [' h\r\n'], /^250 HELP$/],
  ])('%s', (_, received, chunks, last) => {
    const { replies } = play(config, chunks, { received: textBytes(received) });
    expect(replies[0]).toBe('220 mx.example.test ESMTP OpenSMTPD');
    expect(replies.at(-1)).toMatch(last);
  });
});
