import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform, Version } from '@smtpd-conf/grammar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asksFilesFirst, hostsLines } from '../../compiler/src/node/hosts-file.js';
import { servicePorts } from '../../compiler/src/node/service-ports.js';
import { SystemWorld } from '../../compiler/src/node/system-world.js';
import { describedWorld } from '../../compiler/src/world/described-world.js';
import { type MailName, mailName } from '../../compiler/src/world/mail-name.js';
import { parseWorld } from '../../compiler/src/world/parse-world.js';
import type { Family, HostLookup, World } from '../../compiler/src/world/world.js';
import type { WorldDescription } from '../../compiler/src/world/world-description.js';

describe('the mail name', () => {
  function check(description: WorldDescription, version: Version, platform: Platform, expected: MailName): void {
    expect(mailName(describedWorld(description), { version, platform })).toEqual(expected);
  }
  const named = (name: string, stderr = ''): MailName => ({ name, stderr });
  const file = (text: string, hostname = 'vm.example.org'): WorldDescription => ({
    files: { '/etc/mailname': text },
    hostname,
  });
  const LONG = '/etc/mailname entry too long';

  /** Confirmed with smtpd 6.8.0 and 7.8.0. */
  test.each<[string, WorldDescription, MailName, MailName?]>([
    ['the file as it stands', file('mx.example.org\n'), named('mx.example.org')],
    ['without a line feed', file('mx.example.org'), named('mx.example.org')],
    ['its first line', file(' a b\r\nc\n'), named(' a b\r')],
    ['up to a NUL', file('a\0b\n'), named('a')],
    ['an empty line', file('\n'), named('')],
    ['an empty file does not count', file(''), named('vm.example.org')],
    ['64 bytes', file('a'.repeat(64)), named('a'.repeat(64))],
    ['65 bytes', file('a'.repeat(65)), named('vm.example.org', LONG), named('vm.example.org', LONG + LONG)],
    ['the host name', { hostname: 'vm.example.org' }, named('vm.example.org')],
    [
      'made canonical',
      { hostname: 'vm', hosts: { vm: { addresses: ['::1'], canonical: 'vm.example.org' } } },
      named('vm.example.org'),
    ],
    ['unless it is unknown', { hostname: 'vm' }, named('vm')],
    [
      'too long a canonical name',
      { hostname: 'vm', hosts: { vm: { addresses: ['::1'], canonical: `${'h'.repeat(60)}.test` } } },
      { name: undefined, stderr: 'hostname too longsmtpd: No such file or directory\n' },
    ],
  ])('%s, as smtpd 6.8.0 and 7.8.0', (_, description, expected, later) => {
    check(description, '6.8.0', 'linux', expected);
    check(description, '7.8.0', 'linux', later ?? expected);
  });

  test('a directory of that name does not count, as smtpd 6.8.0 and 7.8.0', () => {
    check({ files: { '/etc/mailname': { directory: true } }, hostname: 'a.b' }, '7.8.0', 'linux', named('a.b'));
  });

  test('OpenBSD has it with smtpd.conf, and longer host names', () => {
    const name = 'a'.repeat(255);
    check({ files: { '/etc/mail/mailname': name } }, '7.8.0', 'openbsd', named(name));
  });
});

describe('the system', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'world-'));
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'etc/file'), 'text');
    chmodSync(join(root, 'etc/file'), 0o640);
    symlinkSync('loop', join(root, 'etc/loop'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** `expected`: the text of the file, or the error. */
  function check(world: World, path: string, expected: string): void {
    const file = world.readFile(path);
    expect(file.ok ? new TextDecoder().decode(file.value) : file.error.text).toBe(expected);
  }

  /** Each with the words that smtpd 6.8.0 has for it on Debian. */
  test.each([
    ['/etc/file', 'text'],
    ['/../etc/../etc/file', 'text'],
    ['/etc', 'Is a directory'],
    ['/etc/file/', 'Not a directory'],
    ['/etc/file/below', 'Not a directory'],
    ['/etc/none', 'No such file or directory'],
    ['/etc/loop', 'Too many levels of symbolic links'],
    [`/${'x'.repeat(300)}`, 'File name too long'],
  ])('below a root: %.40s', (path, expected) => check(new SystemWorld({ root }), path, expected));

  test('relative paths and those of a world without root are as they are', () => {
    check(new SystemWorld(), join(root, 'etc/file'), 'text');
    check(new SystemWorld({ root }), 'no/such/file', 'No such file or directory');
  });

  test('the status of a file', () => {
    const status = new SystemWorld({ root }).status('/etc/file');
    expect(status).toMatchObject({ ok: true, value: { kind: 'file', size: 4, mode: 0o640 } });
    expect(new SystemWorld({ root }).status('/etc')).toMatchObject({ ok: true, value: { kind: 'directory' } });
    expect(new SystemWorld({ root }).status('/none')).toMatchObject({ ok: false, error: { code: 'ENOENT' } });
  });

  test('interfaces are in the order of getifaddrs(3): those of IPv4 first', () => {
    const families = new SystemWorld().interfaces().map(({ family }) => family);
    expect(families).toEqual([...families].sort());
  });

  test.each([
    ['linux', 'eth0', []],
    ['openbsd', 'em0', ['all', 'egress']],
    ['openbsd', 'lo0', ['all']],
    ['freebsd', 'em0', ['all']],
  ] as const)('on %s, %s is in the groups %j', (platform, name, groups) => {
    expect(new SystemWorld({ platform }).interfaceGroups(name)).toEqual(groups);
  });

  test('the number of open files is the limit less four', () => {
    const limit = new SystemWorld().openFileLimit();
    expect(Number.isInteger(limit) && limit > 0).toBe(true);
  });

  test('an address needs no resolver', () => {
    const world = new SystemWorld();
    expect(world.lookupHost('192.0.2.1', 'any')).toEqual(found('192.0.2.1'));
    expect(world.lookupHost('2001:db8::1', 'any')).toEqual(found('2001:db8::1'));
    expect(world.canonicalName('192.0.2.1')).toBe('192.0.2.1');
  });
});

describe('what the C library reads', () => {
  test('service names and aliases, TCP only, the first line counting', () => {
    const ports = servicePorts(
      'smtp 25/tcp mail # comment\nsmtp\t26/tcp\n  dns 53/udp\nsubmissions 465/tcp\tssmtp smtps urd\n# x 1/tcp\nbad line\n',
    );
    const names = ['smtp', 'mail', 'smtps', 'urd', 'dns', 'x', 'comment'];
    expect(names.map((name) => ports.get(name))).toEqual([25, 25, 465, 465, undefined, undefined, undefined]);
  });

  test('hosts by name and alias, without case', () => {
    const text = '127.0.0.1 localhost\n::1 LocalHost ip6 # localhost6\n\n#10.0.0.1 localhost\n10.0.0.2 a.example a\n';
    expect(hostsLines(text, 'localhost').map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
    expect(hostsLines(text, 'A')).toEqual([{ address: '10.0.0.2', names: ['a.example', 'a'] }]);
    expect(hostsLines(text, 'localhost6')).toEqual([]);
  });

  test('/etc/hosts comes first where nsswitch.conf says so or does not exist', () => {
    expect(asksFilesFirst('passwd: files\nhosts:          files dns\n')).toBe(true);
    expect(asksFilesFirst('hosts: resolve files dns\n')).toBe(false);
    expect(asksFilesFirst('')).toBe(true);
  });
});

function found(...addresses: string[]): HostLookup {
  return {
    kind: 'addresses',
    addresses: addresses.map((address) => ({ family: address.includes(':') ? 'inet6' : 'inet4', address })),
  };
}

describe('a described world', () => {
  const world = describedWorld({
    files: {
      '/etc/mail/aliases': 'root: ä\n',
      '/bytes': { base64: '/wD+' },
      '/secret': { error: 'EACCES', mode: '0600', uid: 5, gid: 6 },
      '/empty': { directory: true, mode: '0700' },
    },
    hosts: { 'MX.example': ['192.0.2.1', '2001:db8::1'], six: ['::1'] },
    interfaces: { eth0: { addresses: ['fe80::1%2', '192.0.2.1'], groups: ['egress'] }, lo: ['127.0.0.1'] },
    services: { smtp: 2525 },
  });

  test.each([
    ['/etc/mail/aliases', 'root: ä\n'],
    ['/etc//mail/./x/../aliases', 'root: ä\n'],
    ['/etc/mail', 'EISDIR'],
    ['/empty', 'EISDIR'],
    ['/empty/x', 'ENOENT'],
    ['/bytes/', 'ENOTDIR'],
    ['/bytes/x', 'ENOTDIR'],
    ['/secret', 'EACCES'],
    ['/none', 'ENOENT'],
    ['', 'ENOENT'],
  ])('has the file %s', (path, expected) => {
    const file = world.readFile(path);
    expect(file.ok ? new TextDecoder().decode(file.value) : file.error.code).toBe(expected);
  });

  test('has files byte for byte, with owner and mode', () => {
    expect(world.readFile('/bytes')).toEqual({ ok: true, value: Uint8Array.of(0xff, 0, 0xfe) });
    const status = (path: string) => {
      const { ok, ...rest } = world.status(path);
      return ok ? Object.values(rest)[0] : undefined;
    };
    expect(status('/bytes')).toEqual({ kind: 'file', size: 3, mode: 0o644, uid: 0, gid: 0 });
    expect(status('/secret')).toEqual({ kind: 'file', size: 0, mode: 0o600, uid: 5, gid: 6 });
    expect(status('/empty')).toEqual({ kind: 'directory', size: 0, mode: 0o700, uid: 0, gid: 0 });
    expect(status('/etc')).toMatchObject({ kind: 'directory', mode: 0o755 });
  });

  test.each<[string, Family, HostLookup]>([
    ['mx.EXAMPLE', 'any', found('192.0.2.1', '2001:db8::1')],
    ['mx.example', 'inet6', found('2001:db8::1')],
    ['six', 'inet4', { kind: 'none' }],
    ['none.example', 'any', { kind: 'none' }],
    ['192.0.2.9', 'inet4', found('192.0.2.9')],
    ['192.0.2.9', 'inet6', { kind: 'error', text: 'Address family for hostname not supported' }],
    ['::1', 'inet4', { kind: 'error', text: 'Address family for hostname not supported' }],
  ])('looks %s up for %s', (name, family, expected) => expect(world.lookupHost(name, family)).toEqual(expected));

  test('has interfaces, those of IPv4 first, and groups', () => {
    expect(world.interfaces()).toEqual([
      { name: 'eth0', family: 'inet4', address: '192.0.2.1' },
      { name: 'lo', family: 'inet4', address: '127.0.0.1' },
      { name: 'eth0', family: 'inet6', address: 'fe80::1', scope: 2 },
    ]);
    expect(world.interfaceGroups('eth0')).toEqual(['egress']);
    expect(world.interfaceGroups('lo')).toEqual([]);
  });

  test('has the ports of mail, and what is said beside them', () => {
    expect(['smtp', 'submission', 'smtps', 'http'].map((name) => world.servicePort(name))).toEqual([
      2525,
      587,
      465,
      undefined,
    ]);
  });

  test('is a plain host by default', () => {
    const plain = describedWorld({});
    expect([plain.hostName(), plain.userId(), plain.openFileLimit()]).toEqual(['localhost', 0, 1020]);
    expect(plain.interfaces().map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
  });
});

describe('the text of a world', () => {
  /** `expected`: `line:column message` of every problem. */
  async function check(text: string, expected: readonly string[]): Promise<void> {
    const parsed = await parseWorld(text, 'world.yaml');
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems.map(({ place, message }) => `${place.line}:${place.column} ${message}`)).toEqual(expected);
    for (const { file } of problems) expect(file).toBe('world.yaml');
  }

  test.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['JSON', '{ "version": 1, "files": { "/a": "b" } }', []],
    ['YAML', 'hostname: a.b\nfiles:\n  /a: |\n    b\n  /c: { base64: AAAA, mode: "0600", uid: 5 }\n', []],
    ['no mapping', '- a\n', ['1:1 a world is a mapping']],
    [
      'an unknown key',
      'hostname: a\nhost: b\n',
      [
        '2:1 host: is not known here; known are version, files, hostname, interfaces, hosts, services, uid, openFiles, users, passwords, reverse, mx, tables, filters, clock',
      ],
    ],
    ['a wrong type', 'uid: 0\nhostname: 5\n', ['2:11 hostname: must be string']],
    ['neither of two types', 'files:\n  /a: 5\n', ['2:7 files./a: must be string or object']],
    ['a relative path', 'files:\n  a: b\n', [String.raw`2:3 files.a: must match pattern "^/[^\u0000]*$"`]],
    [
      'an unknown key of a file',
      'files:\n  /a:\n    text: b\n    owner: c\n',
      ['4:5 files./a.owner: is not known here; known are text, base64, directory, error, mode, uid, gid'],
    ],
    [
      'a file without contents',
      'files:\n  /a: { uid: 5 }\n',
      ['2:7 files./a: must have text or base64 or directory or error'],
    ],
    [
      'a wrong mode',
      'files:\n  /a: { text: b, mode: "9" }\n',
      ['2:24 files./a.mode: has the wrong form; right would be 0600'],
    ],
    [
      'two problems, in their order',
      'services: { x: 0 }\nuid: -1\n',
      ['1:16 services.x: must be >= 1', '2:6 uid: must be >= 0'],
    ],
    ['no YAML', 'a: [\n', ['2:1 Flow sequence in block collection must be sufficiently indented and end with a ]']],
  ])('%s', (_, text, expected) => check(text, expected));
});
