import type { TableRow, TableService } from '@smtpd-conf/compiler';
import {
  compileTableRegex,
  createTables,
  hostnameMatch,
  mailAddressMatch,
  networkMatch,
  parseMailAddress,
  runTask,
} from '@smtpd-conf/engine';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { configOf } from '../match/config-of.js';

type Matches = (key: string, entry: string) => boolean;

/** table_static.c: keycmp. */
const MATCHES: Partial<Record<TableService, Matches>> = {
  domain: hostnameMatch,
  netaddr: (key, entry) => networkMatch(key, entry, true),
  mailaddr(key, entry) {
    const address = parseMailAddress(key);
    const pattern = parseMailAddress(entry);
    return address !== undefined && pattern !== undefined && mailAddressMatch(address, pattern, '+');
  },
  regex(key, entry) {
    const regex = compileTableRegex(entry);
    return regex.ok && regex.matches(key);
  },
  string: (key, entry) => key === entry,
};

/** table_static.c:table_static_lookup as it is written: every key in order until one matches. */
function scan(rows: readonly TableRow[], service: TableService, key: string): string | undefined {
  const keys = [...new Set(rows.map(([entry]) => entry))].sort((a, b) => (a < b ? -1 : 1));
  return keys.find((entry) => MATCHES[service]?.(key.toLowerCase(), entry));
}

function hit(rows: readonly TableRow[], service: TableService, key: string): string | undefined {
  const config = configOf({ tables: [{ name: 't', backend: 'static', kind: 'list', entries: rows }] });
  return runTask(createTables(config).match('t', service, key), () => undefined).entry;
}

const of = (...pieces: string[]) => fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((all) => all.join(''));
const quad = fc.array(fc.constantFrom('0', '1', '10', '128', '192', '224', '255'), { minLength: 1, maxLength: 4 });
const address = fc.oneof(
  quad.map((bytes) => bytes.join('.')),
  of('[', ']', ':', '::', '1', 'ffff', '10.0.0.1', 'ipv6:'),
  fc.constantFrom('::1', '[::1]', '::', '2001:db8::1', '[2001:db8::1]', 'local', '10.0.0.1', '192.10.1.1'),
);
const network = fc
  .tuple(address, fc.constantFrom('', '', '/0', '/1', '/8', '/9', '/24', '/31', '/32', '/64', '/128'))
  .map((both) => both.join(''));
const domain = of('a', 'b', '.', '.a', 'b.', '*', '*.');
const mail = fc.tuple(of('a', 'b', '+', 'a+b'), fc.constantFrom('', '@', '@', '@'), domain).map((all) => all.join(''));

describe('the index hits the entry that a scan in sorted order hits', () => {
  it.each<[TableService, fc.Arbitrary<string>, fc.Arbitrary<string>]>([
    ['domain', domain, of('a', 'b', '.', 'A', 'ab', '.a')],
    ['netaddr', network, address],
    ['mailaddr', mail, mail],
    ['regex', of('a', 'b', '.', '*', '^', '$', '(?i)'), of('a', 'b', 'A', '.')],
    ['string', of('a', 'b'), of('a', 'B')],
  ])('%s', (service, entry, key) => {
    const rows = fc.array(entry, { maxLength: 12 }).map((all) => all.map((one): TableRow => [one]));
    fc.assert(
      fc.property(rows, fc.array(key, { minLength: 1, maxLength: 4 }), (table, keys) => {
        for (const one of keys) expect(hit(table, service, one)).toBe(scan(table, service, one));
      }),
      { numRuns: 1000 },
    );
  });
});

const CONFIG = configOf({
  tables: [
    { name: 'list', backend: 'static', kind: 'list', entries: [['b'], ['a'], ['é'], ['c'], ['a']] },
    { name: 'empty', backend: 'static', kind: 'none' },
    {
      name: 'users',
      backend: 'static',
      kind: 'hash',
      entries: [
        ['bob', 'x:first'],
        ['bob', 'x:last'],
        ['eve', 'bob@example.org, @example.net'],
        ['bad', 'a, "b'],
      ],
    },
    { name: 'process', backend: 'proc', kind: 'dynamic' },
    { name: 'database', backend: 'db', kind: 'dynamic' },
    { name: 'system', backend: 'getpwnam', kind: 'dynamic' },
  ],
});

test('entries are fetched in the order of their bytes, each once, and then again', () => {
  const tables = createTables(CONFIG);
  const state = new Map<string, number>();
  const fetch = (table: string) => runTask(tables.fetch(table, 'relayhost', state), () => ({ outcome: 'not-found' }));
  const values = Array.from({ length: 5 }, () => fetch('list'));
  expect(values.map((answer) => (answer.outcome === 'found' ? answer.value : ''))).toEqual([
    'a',
    'b',
    'c',
    '\u00c3\u00a9',
    'a',
  ]);
  expect(fetch('empty')).toEqual({ outcome: 'not-found' });
  expect(fetch('system')).toEqual({ outcome: 'failed' });
  expect(fetch('database')).toEqual({ outcome: 'not-found' });
});

describe('lookups', () => {
  const tables = createTables(CONFIG);
  const nobody = () => {
    throw new Error('a static table asks nobody');
  };

  it('of equal keys the last value counts, and case does not', () => {
    expect(runTask(tables.credentials('users', 'BOB'), nobody)).toEqual({ outcome: 'found', password: 'last' });
  });

  it('a key of 1,024 bytes is too long', () => {
    expect(runTask(tables.match('list', 'string', 'k'.repeat(1023)), nobody).result).toBe('not-found');
    expect(runTask(tables.match('list', 'string', 'k'.repeat(1024)), nobody).result).toBe('failed');
  });

  it('text of a configuration meets the bytes of a session', () => {
    expect(runTask(tables.match('list', 'string', '\u00c3\u00a9'), nobody)).toMatchObject({
      result: 'found',
      entry: 'é',
    });
  });

  it.each([
    ['eve', { user: 'bob+x', domain: 'example.org' }, 'yes'],
    ['eve', { user: 'any', domain: 'EXAMPLE.net' }, 'yes'],
    ['eve', { user: 'eve', domain: 'example.org' }, 'no'],
    ['mallory', { user: 'bob', domain: 'example.org' }, 'no'],
    ['bad', { user: 'a', domain: '' }, 'tempfail'],
  ])('%s sending as %j: %s', (user, sender, expected) => {
    expect(runTask(tables.maySend('users', user, sender), nobody)).toBe(expected);
  });

  it('a database is gone through where a static table is, and asked by key otherwise', () => {
    const asked: unknown[] = [];
    const host = (effect: { type: string }) => {
      asked.push(effect);
      return effect.type === 'table-keys' ? { outcome: 'keys', keys: ['*.example.org'] } : { outcome: 'not-found' };
    };
    expect(runTask(tables.match('database', 'domain', 'A.example.org'), host)).toMatchObject({
      result: 'found',
      entry: '*.example.org',
    });
    expect(runTask(tables.lookup('database', 'alias', 'Bob'), host)).toEqual({ outcome: 'not-found' });
    expect(runTask(tables.lookup('process', 'mailaddr', 'B@x'), host)).toEqual({ outcome: 'not-found' });
    expect(runTask(tables.lookup('process', 'mailaddr', 'b\n@x'), host)).toEqual({ outcome: 'failed' });
    expect(runTask(tables.match('system', 'string', 'bob'), host).result).toBe('failed');
    expect(asked).toEqual([
      { type: 'table-keys', table: 'database' },
      { type: 'table-lookup', table: 'database', service: 'alias', key: 'bob', wanted: 'value' },
      { type: 'table-lookup', table: 'process', service: 'mailaddr', key: 'b@x', wanted: 'value' },
    ]);
  });
});
