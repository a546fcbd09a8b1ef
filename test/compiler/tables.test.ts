import type { Target, Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableBackend, TableKind } from '../../compiler/src/config/compiled-config.js';
import { findMalformed, lineEnd } from '../../compiler/src/tables/malformed-entry.js';
import { loadStaticTable } from '../../compiler/src/tables/static-table.js';
import {
  BACKENDS,
  checkTable,
  chooseBackend,
  mayServe,
  tableNameFits,
} from '../../compiler/src/tables/table-backend.js';
import { storedKey } from '../../compiler/src/tables/table-key.js';
import { parseTableLine } from '../../compiler/src/tables/table-line.js';
import type { TableService } from '../../compiler/src/tables/table-service.js';
import { describedWorld } from '../../compiler/src/world/described-world.js';
import type { DescribedFile } from '../../compiler/src/world/world-description.js';
import { BEFORE_76, SINCE_76, TABLE_CASES, type TableExpectation } from './tables-cases.js';

const LINUX_68: Target = { version: '6.8.0', platform: 'linux' };
const LINUX_78: Target = { version: '7.8.0', platform: 'linux' };
const shown = (...texts: (string | undefined)[]) =>
  texts.map((text = '') => (text.length > 30 ? `${text.length} bytes` : text)).join(':');
const binary = (bytes: string): DescribedFile => ({ base64: Buffer.from(bytes, 'latin1').toString('base64') });

describe('a table file', () => {
  function check(bytes: string, version: Version, expected: TableExpectation): void {
    const table = loadStaticTable('/t', describedWorld({ files: { '/t': binary(bytes) } }), version);
    if ('malformed' in expected) {
      expect(table).toMatchObject({ ok: false, fault: { type: 'malformed', line: expected.malformed } });
    } else {
      const [kind, ...entries] = expected;
      expect(table).toMatchObject({ ok: true, kind });
      if (table.ok) expect(table.entries).toEqual(entries);
    }
  }

  describe.each(TABLE_CASES)('$title', ({ bytes, until75, from76 }) => {
    test.each(BEFORE_76)('in smtpd %s', (version) => check(bytes, version, until75));
    test.each(SINCE_76)('in smtpd %s', (version) => check(bytes, version, from76 ?? until75));
  });

  test('the search for malformed lines says what the parser says line by line', () => {
    const part = fc.constantFrom(
      'a',
      'b c',
      '[',
      ']',
      '[a b]',
      ' ',
      '\t',
      ':',
      '#',
      '# @list',
      '\0',
      '\r',
      '\v',
      '\n',
      '\n',
    );
    const text = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('list' as const, 'hash' as const), fc.boolean(), (whole, kind, brackets) => {
        let expected = -1;
        for (let at = 0; at < whole.length && expected < 0; at = lineEnd(whole, at) + 1) {
          const line = whole.slice(at, lineEnd(whole, at));
          if (parseTableLine(line, kind, brackets).type === 'malformed') expected = at;
        }
        expect(findMalformed(whole, 0, kind, brackets)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  /** Each would take hours if the search looked at some character more than a few times. */
  test.each([
    ['blanks', `a${' '.repeat(1e6)}b\n`],
    ['carriage returns', `a b\n${'\r'.repeat(1e6)}b c\n`],
    ['brackets', `a b\n${'[x '.repeat(3e5)}\n`],
    ['NULs', `a b\n${'b \0 '.repeat(3e5)}\n`],
  ])('many %s take time in proportion', (_, bytes) => {
    const start = performance.now();
    for (const version of [...BEFORE_76, ...SINCE_76]) {
      loadStaticTable(
        '/t',
        { ...describedWorld({}), readFile: () => ({ ok: true, value: Buffer.from(bytes) }) },
        version,
      );
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('what smtpd says of a table', () => {
  const HASH_HEADER = ['\0'.repeat(12), '\x61\x15\x06\0', '\x09\0\0\0', '\0\x10\0\0'].join('').padEnd(4096, '\0');
  const world = describedWorld({
    files: {
      '/good': 'a b\n',
      '/bad': 'a b\n\nc\n',
      '/dir': { directory: true },
      '/secret': { error: 'EACCES' },
      '/empty': '',
      '/text': 'x'.repeat(600),
      '/hash.db': binary(HASH_HEADER),
      '/short.db': binary(HASH_HEADER.slice(0, 4000)),
      '/btree.db': binary(HASH_HEADER.replace('\x61\x15\x06', '\x62\x31\x05')),
      '/old.db': binary(HASH_HEADER.replace('\x09', '\x05')),
      '/new.db': binary(HASH_HEADER.replace('\x09', '\x0a')),
    },
  });

  /** `expected`: the kind, or the lines on stderr. */
  function check(backend: TableBackend, config: string | undefined, target: Target, expected: string | string[]): void {
    const table = checkTable(backend, config, world, target);
    expect(table.ok ? table.kind : table.messages).toEqual(expected);
  }

  type Case = [TableBackend, config: string | undefined, expected: string | string[], later?: string | string[]];
  /** Confirmed with smtpd 6.8.0 and 7.8.0. */
  const CASES: Case[] = [
    ['static', undefined, 'none'],
    ['static', '/good', 'hash'],
    ['static', '/bad', ['/bad: invalid map entry line 3'], ['/bad:3 invalid map entry']],
    ['static', '/none', ['/none: fopen: No such file or directory']],
    ['static', '/good/', ['/good/: fopen: Not a directory']],
    ['static', '/secret', ['/secret: fopen: Permission denied']],
    ['static', '/dir', ['/dir: getline: Is a directory']],
    ['db', undefined, []],
    ['db', '/none', []],
    ['db', '/hash.db', 'dynamic'],
    ['db', '/hash', []],
    ['db', '/secret', []],
    ['db', '/empty', ['BDB0004 fop_read_meta: /empty: unexpected file type or format']],
    ['db', '/good', ['BDB0004 fop_read_meta: /good: unexpected file type or format']],
    ['db', '/text', ['BDB0641 __db_meta_setup: /text: unexpected file type or format']],
    ['db', '/btree.db', ['BDB0641 __db_meta_setup: /btree.db: unexpected file type or format']],
    ['db', '/old.db', ['BDB1125 /old.db: hash version 5 requires a version upgrade']],
    ['db', '/new.db', ['BDB1126 /new.db: unsupported hash version: 10']],
    ['db', '/short.db', ['BDB3037 /short.db: file size not a multiple of the pagesize']],
    ['getpwnam', undefined, 'dynamic'],
    ['getpwnam', '/x', []],
    ['proc', 'ldap:/nonexistent', 'dynamic'],
  ];
  test.each<Case>(CASES)('%s:%s in smtpd 6.8.0 and 7.8.0', (backend, config, expected, later) => {
    check(backend, config, LINUX_68, expected);
    check(backend, config, LINUX_78, later ?? expected);
  });

  test('smtpd 6.4.0 words a missing file differently', () => {
    check('static', '/none', { version: '6.4.0', platform: 'linux' }, [
      'warn: Table "/none": No such file or directory',
    ]);
  });
});

describe('the backend of a table statement', () => {
  const world = describedWorld({ files: { '/usr/libexec/opensmtpd/table-ldap': '' } });

  /** `expected`: the backend and its parameter, or what smtpd gives up with. */
  function check(service: string, config: string | undefined, expected: [TableBackend, string?] | string): void {
    for (const target of [LINUX_68, LINUX_78]) {
      const choice = chooseBackend(service, config, world, target);
      if (!choice.ok) expect(choice.fatal).toEqual(expected);
      else expect([choice.backend.name, choice.config]).toEqual([expected[0], expected[1]]);
    }
  }

  /** Confirmed with smtpd 6.8.0 and 7.8.0, which have the same paths and limits. */
  const CASES: readonly (readonly [string, string | undefined, [TableBackend, string?] | string])[] = [
    ['static', '/x', ['static', '/x']],
    ['file', '/x', ['static', '/x']],
    ['static', undefined, ['static']],
    ['db', '/x', ['db', '/x']],
    ['getpwnam', undefined, ['getpwnam']],
    ['proc', '/x', ['proc', '/x']],
    ['ldap', '/x', ['proc', 'ldap:/x']],
    ['ldap', undefined, ['proc', 'ldap']],
    ['nosuch', '/x', 'table_create: backend "nosuch" does not exist'],
    ['toString', undefined, 'table_create: backend "toString" does not exist'],
    ['ldap', `/${'b'.repeat(2041)}`, ['proc', `ldap:/${'b'.repeat(2041)}`]],
    ['ldap', `/${'b'.repeat(2042)}`, 'table_create: config file path too long'],
    ['file', `/${'b'.repeat(4094)}`, ['static', `/${'b'.repeat(4094)}`]],
    ['file', `/${'b'.repeat(4095)}`, `table_create: table config "/${'b'.repeat(4094)}" too large`],
    ['b'.repeat(2018), '/x', `table_create: backend "${'b'.repeat(2018)}" does not exist`],
    ['b'.repeat(2019), '/x', `table_create: path too long "/usr/libexec/opensmtpd/table-${'b'.repeat(2019)}"`],
  ];
  test.each(CASES.map(([service, config, expected]) => ({ title: shown(service, config), service, config, expected })))(
    '$title',
    ({ service, config, expected }) => check(service, config, expected),
  );

  test('a table name has at most 2,047 bytes in smtpd 6.8.0 and 7.8.0', () => {
    expect(tableNameFits('b'.repeat(2047), LINUX_78)).toBe(true);
    expect(tableNameFits('b'.repeat(2048), LINUX_78)).toBe(false);
  });
});

describe('what a table may serve', () => {
  function check(backend: TableBackend, kind: TableKind, service: TableService, expected: readonly Version[]): void {
    const versions: readonly Version[] = ['6.4.0', '6.8.0', '7.3.0', '7.8.0'];
    const able = versions.filter((version) =>
      mayServe({ kind, services: BACKENDS[backend].services(version) }, ['dynamic', 'list'], [service]),
    );
    expect(able).toEqual(expected);
  }

  test.each<[TableBackend, TableKind, TableService, Version[]]>([
    ['static', 'list', 'domain', ['6.4.0', '6.8.0', '7.3.0', '7.8.0']],
    ['static', 'hash', 'domain', []],
    ['static', 'none', 'domain', []],
    ['static', 'list', 'regex', ['6.8.0', '7.3.0', '7.8.0']],
    ['static', 'list', 'auth', []],
    ['db', 'dynamic', 'domain', ['6.4.0', '6.8.0', '7.3.0', '7.8.0']],
    ['db', 'dynamic', 'regex', ['7.3.0', '7.8.0']],
    ['db', 'dynamic', 'relayhost', ['7.3.0', '7.8.0']],
    ['getpwnam', 'dynamic', 'userinfo', ['6.4.0', '6.8.0', '7.3.0', '7.8.0']],
    ['getpwnam', 'dynamic', 'alias', []],
    ['proc', 'dynamic', 'regex', ['6.4.0', '6.8.0', '7.3.0', '7.8.0']],
  ])('a %s table (%s) as %s', (backend, kind, service, expected) => check(backend, kind, service, expected));
});

test('keys are stored up to 1,023 bytes, in ASCII lower case', () => {
  expect(storedKey('AbÉ')).toBe('abÉ');
  expect(storedKey('é'.repeat(511))).toHaveLength(511);
  expect(storedKey('é'.repeat(512))).toBeUndefined();
  expect(storedKey('é'.repeat(1023), 'latin1')).toHaveLength(1023);
  expect(storedKey('€'.repeat(342))).toBeUndefined();
  expect(storedKey('😀'.repeat(256))).toBeUndefined();
  expect(storedKey('😀'.repeat(255))).toHaveLength(510);
});
