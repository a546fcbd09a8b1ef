import {
  isDomainPart,
  parseAddressName,
  parseCredentials,
  parseExpandLine,
  parseMailAddress,
  parseMailAddressList,
  parseRelayHost,
  parseSocketAddress,
  parseUserInfo,
} from '@smtpd-conf/engine';
import type { Target, Version } from '@smtpd-conf/grammar';
import { describe, expect, test } from 'vitest';

const linux = (version: Version): Target => ({ version, platform: 'linux' });
const NEW = linux('7.8.0');

/** One row is one value as a table holds it, and what the daemon makes of it. */
function check<T>(name: string, parse: (text: string) => T, rows: readonly (readonly [text: string, expected: T])[]) {
  describe(name, () => {
    test.each(rows)('%j', (text, expected) => expect(parse(text)).toEqual(expected));
  });
}

check('mail addresses divide at the last @', parseMailAddress, [
  ['a@b', { user: 'a', domain: 'b' }],
  ['a@b@c', { user: 'a@b', domain: 'c' }],
  ['a', { user: 'a', domain: '' }],
  ['@d', { user: '', domain: 'd' }],
  ['u@', { user: 'u', domain: '' }],
  ['@', { user: '', domain: '' }],
  ['', { user: '', domain: '' }],
  [`${'u'.repeat(255)}@d`, { user: 'u'.repeat(255), domain: 'd' }],
  [`${'u'.repeat(256)}@d`, undefined],
  [`u@${'d'.repeat(256)}`, undefined],
]);

check('lists of mail addresses', parseMailAddressList, [
  [
    'a@b, , "x,y"@d',
    [
      { user: 'a', domain: 'b' },
      { user: '"x,y"', domain: 'd' },
    ],
  ],
  ['a\\,b', [{ user: 'a,b', domain: '' }]],
  ['', []],
  ['a, "b', undefined],
  ['a\\', undefined],
]);

check('what aliases lead to', (line) => parseExpandLine(line, true), [
  [
    'bob, alice@example.org',
    [
      { type: 'username', user: 'bob' },
      { type: 'address', address: { user: 'alice', domain: 'example.org' } },
    ],
  ],
  ['\\bob', [{ type: 'username', user: 'bob' }]],
  ['/var/spool/x@y', [{ type: 'filename', path: '/var/spool/x@y' }]],
  ['|/bin/cat -u', [{ type: 'filter', command: '/bin/cat -u' }]],
  ['"|/bin/cat a, b"', [{ type: 'filter', command: '/bin/cat a, b' }]],
  ['|"/bin/cat"', [{ type: 'filter', command: '"/bin/cat"' }]],
  ['"|x" y', undefined],
  [':include:/etc/list', [{ type: 'include', path: '/etc/list' }]],
  ['INCLUDE:/etc/list', [{ type: 'include', path: '/etc/list' }]],
  ['include:list', undefined],
  ['error:550 no such user', [{ type: 'error', reply: '550 no such user' }]],
  [':ERROR:450 later', [{ type: 'error', reply: '450 later' }]],
  ['error:350 what', undefined],
  ['error:550', undefined],
  // An address that is refused has been cut at its @ already.
  ['bob@exa_mple.org', [{ type: 'username', user: 'bob' }]],
  ['bob@a@b', [{ type: 'username', user: 'bob' }]],
  ['a@', undefined],
  ['@example.org', undefined],
  ['bob smith', undefined],
  ["o'brien@example.org", undefined],
  ["o\\'brien@example.org", [{ type: 'address', address: { user: "o'brien", domain: 'example.org' } }]],
  [' , ', []],
  ['x'.repeat(256), undefined],
  ['x'.repeat(2048), undefined],
]);

test('a .forward file includes nothing', () => {
  expect(parseExpandLine('a, :include:/etc/list', false)).toEqual([{ type: 'username', user: 'a' }]);
});

check('credentials', (value) => parseCredentials('key', value), [
  ['bob:secret', { username: 'bob', password: 'secret' }],
  ['bob:se:cret', { username: 'bob', password: 'se:cret' }],
  ['secret', { username: 'key', password: 'secret' }],
  [':secret', undefined],
  ['secret:', undefined],
  ['ab', undefined],
]);

check('users', (value) => parseUserInfo('bob', value, NEW), [
  ['1000:100:/home/bob', { username: 'bob', uid: 1000, gid: 100, directory: '/home/bob' }],
  ['0:0:', { username: 'bob', uid: 0, gid: 0, directory: '' }],
  ['1:2:/a:b', { username: 'bob', uid: 1, gid: 2, directory: '/a:b' }],
  [' +1:2:/a', { username: 'bob', uid: 1, gid: 2, directory: '/a' }],
  ['-1:2:/a', undefined],
  ['4294967296:2:/a', undefined],
  ['1:2', undefined],
  ['x:2:/a', undefined],
]);

check('relay hosts', (text) => parseRelayHost(text, NEW), [
  ['mx.example.org', { tls: 'opportunistic', lmtp: false, hostname: 'mx.example.org', port: 25 }],
  ['SMTP://mx:2525', { tls: 'opportunistic', lmtp: false, hostname: 'mx', port: 2525 }],
  ['smtps://l@mx', { tls: 'smtps', lmtp: false, hostname: 'mx', port: 465, authLabel: 'l' }],
  ['smtp+tls://l@[::1]:26', { tls: 'starttls', lmtp: false, hostname: '[::1]', port: 26, authLabel: 'l' }],
  ['smtp+notls://mx', { tls: 'no', lmtp: false, hostname: 'mx', port: 25 }],
  ['lmtp://mx:24', { tls: 'no', lmtp: true, hostname: 'mx', port: 24 }],
  ['@mx', { tls: 'opportunistic', lmtp: false, hostname: 'mx', port: 25 }],
  ['mx/whatever', { tls: 'opportunistic', lmtp: false, hostname: 'mx', port: 25 }],
  ['lmtp://mx', undefined],
  ['smtp://l@mx', undefined],
  ['http://mx', undefined],
  ['[::1', undefined],
  ['[mx]', undefined],
  ['mx:0', undefined],
  ['mx:65536', undefined],
  ['mx.', undefined],
  ['-mx', undefined],
  ['', undefined],
  [`${'a'.repeat(32)}.${'a'.repeat(32)}`, undefined],
]);

test('the name of a relay host may be as long as the platform has it', () => {
  const name = `${'a'.repeat(32)}.${'a'.repeat(32)}`;
  expect(parseRelayHost(name, { version: '7.8.0', platform: 'openbsd' })?.hostname).toBe(name);
});

const LOOPBACK = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const LINK_LOCAL = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

check('source addresses', (text) => parseSocketAddress(text, NEW), [
  ['192.0.2.1', { bytes: [192, 0, 2, 1] }],
  ['192.0.2', undefined],
  ['::1', { bytes: LOOPBACK }],
  ['[::1]', { bytes: LOOPBACK }],
  ['[IPv6:::1]:25', { bytes: LOOPBACK }],
  ['IPv6:::1', { bytes: LOOPBACK }],
  ['fe80::1%lo', { bytes: LINK_LOCAL, scope: 'lo' }],
  ['::1%1', { bytes: LOOPBACK, scope: '1' }],
  ['::1%lo', undefined],
]);

check('source addresses until 7.4', (text) => parseSocketAddress(text, linux('7.4.0')), [
  ['::1', { bytes: LOOPBACK }],
  ['ipv6:::1', { bytes: LOOPBACK }],
  ['[::1]', undefined],
]);

test('a name to say HELO with is looked up by an address in brackets, which only 7.5 and later can read', () => {
  expect(parseAddressName('[::1]', 'mx', NEW)).toEqual({ address: { bytes: LOOPBACK }, name: 'mx' });
  expect(parseAddressName('[::1]', 'mx', linux('6.8.0'))).toBeUndefined();
  expect(parseAddressName('192.0.2.1', 'm'.repeat(65), NEW)).toBeUndefined();
});

check('domain parts', (text) => isDomainPart(text, 'linux'), [
  ['example.org', true],
  ['_a-.b_', true],
  ['a.-b', true],
  ['a\\-b', true],
  ['a\\065', true],
  ['-a', false],
  ['\\-a', false],
  ['a\\46b', false],
  ['a..b', false],
  ['.a', false],
  ['a.', false],
  ['', false],
  ['é', false],
  ['a'.repeat(64), false],
  ['[127.0.0.1]', true],
  ['[::1]', true],
  ['[ipv6:::1]', true],
  ['[IPv6:127.0.0.1]', true],
  ['[::1]x', false],
  ['[x]', false],
]);
