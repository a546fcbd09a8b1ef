import type { TableService } from '@smtpd-conf/compiler';
import { createTables, type NearestEntry, nearestEntry } from '@smtpd-conf/engine';
import { describe, expect, it } from 'vitest';
import { configOf } from '../match/config-of.js';

type Row = readonly [
  service: TableService,
  key: string,
  entries: readonly string[],
  expected: readonly [string, NearestEntry['why']] | undefined,
];

const ROWS: readonly Row[] = [
  ['domain', 'a.b.example.org', ['*.org', '*.example.org'], ['*.example.org', 'wildcard-ends-at-first-dot']],
  ['domain', 'example.org', ['*.example.org'], ['*.example.org', 'wildcard-needs-a-label']],
  ['domain', 'Mail.example.org', ['example.org'], ['example.org', 'no-wildcard']],
  ['domain', 'exmaple.org', ['example.net', 'example.org'], ['example.org', 'spelled-differently']],
  ['domain', 'example.com', ['other.example'], undefined],
  ['mailaddr', 'bob@example.org', ['eve@example.org'], ['eve@example.org', 'other-user']],
  ['mailaddr', 'bob@example.org', ['eve@example.org', 'bob@example.net'], ['bob@example.net', 'other-domain']],
  ['mailaddr', 'bob@example.org', ['bob+list@example.org'], ['bob+list@example.org', 'other-sub-address']],
  ['mailaddr', 'bob@mx.example.org', ['@example.org'], ['@example.org', 'no-wildcard']],
  ['netaddr', '192.0.2.129', ['10.0.0.0/8', '192.0.2.0/25'], ['192.0.2.0/25', 'other-network']],
  ['netaddr', '[2001:db8::1]', ['[2001:db8::]/32'], ['[2001:db8::]/32', 'no-network']],
  ['netaddr', '192.0.2.1', ['2001:db8::/32'], undefined],
  ['string', 'lan', ['wan', 'x'], ['wan', 'spelled-differently']],
  ['string', 'submission', ['submit', 'lan'], ['submit', 'spelled-differently']],
  ['domain', 'zz.test', ['*.b.test', 'a.test'], ['a.test', 'spelled-differently']],
  ['regex', 'abc', ['^abd$'], undefined],
];

describe('the entry that comes nearest', () => {
  it.each(ROWS)('%s %j in %j: %j', (service, key, entries, expected) => {
    const rows = entries.map((entry) => [entry] as const);
    const config = configOf({ tables: [{ name: 't', backend: 'static', kind: 'list', entries: rows }] });
    const found = nearestEntry(createTables(config), 't', service, key);
    expect(found && [found.entry, found.why]).toEqual(expected);
  });
});
