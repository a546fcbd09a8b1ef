import { hostnameMatch, mailAddressMatch, networkMatch, parseMailAddress } from '@smtpd-conf/engine';
import { describe, expect, test } from 'vitest';

type Row = readonly [key: string, entry: string, expected: boolean];

function check(name: string, match: (key: string, entry: string) => boolean, rows: readonly Row[]) {
  describe(name, () => {
    test.each(rows)('%j against %j: %j', (key, entry, expected) => expect(match(key, entry)).toBe(expected));
  });
}

check('host names', hostnameMatch, [
  ['example.org', 'EXAMPLE.org', true],
  ['a.example.org', '*.example.org', true],
  ['.example.org', '*.example.org', true],
  ['a.b.example.org', '*.example.org', false],
  ['a.b.example.org', '*.*.example.org', true],
  ['example.org', '*', true],
  ['', '*', false],
  ['', '', true],
  ['a', 'a*', false],
  ['ab', 'a*', true],
  ['ab', 'a**b', true],
  ['mail.example.org', 'mail*', true],
  ['mail.example.org', 'm*l.example.org', true],
  ['mall.example.org', 'm*l.example.org', false],
  ['x', '*x', true],
  ['xx', '*x', false],
]);

function matchAddresses(key: string, entry: string): boolean {
  const address = parseMailAddress(key);
  const pattern = parseMailAddress(entry);
  return address !== undefined && pattern !== undefined && mailAddressMatch(address, pattern, '+');
}

check('mail addresses', matchAddresses, [
  ['bob@example.org', 'BOB@example.ORG', true],
  ['bob@example.org', '@example.org', true],
  ['bob@example.org', 'bob', true],
  ['bob@example.org', 'bob@', true],
  ['bob@example.org', '@', true],
  ['bob@example.org', '', true],
  ['@', '@', true],
  ['@', '@*', false],
  ['bob@a.example.org', '@*.example.org', true],
  ['bob+tag@example.org', 'bob@example.org', true],
  ['bob+tag@example.org', 'bob+tag@example.org', true],
  ['bob+tag@example.org', 'bob+other@example.org', false],
  ['bob@example.org', 'bob+tag@example.org', false],
  ['bob+a+b@example.org', 'bob@example.org', true],
  ['+tag@example.org', '@example.org', true],
  ['bob@example.org', 'b*@example.org', false],
]);

const NETWORKS: readonly Row[] = [
  ['local', 'local', true],
  ['local', 'LOCAL', true],
  ['192.0.2.1', '192.0.2.0/24', true],
  ['192.0.3.1', '192.0.2.0/24', false],
  ['10.1.2.3', '10', true],
  ['10.1.2.3', '10.1', true],
  ['10.2.2.3', '10.1', false],
  ['192.0.2.9', '192', false],
  ['192.0.0.9', '192', true],
  ['10.1.2.3', '0x0a01', true],
  ['10.1.2.3', '010.01.002.3', true],
  ['10.1.2.3', '0/0', true],
  ['10.1.2.3', '10.1.2.3/', false],
  ['10.1.2.3', '10.1.2.3/33', false],
  ['240.0.0.1', '240', false],
  ['[2001:db8::1]', '2001:db8::/32', true],
  ['[2001:db8::1]', '[2001:db8::]/32', false],
  ['[2001:db8::1]', '[2001:db8::/32]', true],
  ['[2001:db8::1]', 'IPv6:2001:db8::1', true],
  ['[2001:db8::1]', '[IPv6:2001:DB8:0::1]', true],
  ['[2001:db8::1]', '::/0', true],
  ['[2001:db8::1]', '0.0.0.0/0', false],
  ['[::ffff:10.0.0.1]', '::ffff:0:0/96', true],
  ['[::1]', '[', false],
  ['[::1]', '::1/129', false],
];

check('networks', (key, entry) => networkMatch(key, entry, true), [
  ...NETWORKS,
  ['225.0.0.1', '224.0.0.1', false],
  ['225.0.0.1', '224', false],
  ['10.1.2.3', '77/4294967288', false],
]);

check('networks through the C library', (key, entry) => networkMatch(key, entry, false), [
  ...NETWORKS,
  // Class D has four bits, and no number written makes it more.
  ['225.0.0.1', '224.0.0.1', true],
  // A width that wraps around to -8 leaves nothing to compare.
  ['10.1.2.3', '77/4294967288', true],
  ['77.1.2.3', '77/4294967295', true],
  ['78.1.2.3', '77/4294967295', false],
]);
