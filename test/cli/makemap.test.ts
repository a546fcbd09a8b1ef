import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMap, writeHashDatabase } from '@smtpd-conf/compiler';
import { type MapType, mapEntries, writeMap } from '@smtpd-conf/runtime';
import { describe, expect, test } from 'vitest';
import { describeWithRooms } from '../parity/session/describe-with-rooms.js';
import { askSmtpctl } from '../runtime/control/live-smtpctl.js';
import { RunningServer } from '../runtime/running-server.js';
import { describeWithJudge } from '../support/judge-suite.js';
import { check, directoryWith } from './program.js';

interface MapCase {
  readonly source: string;
  readonly args?: readonly string[];
  /** What the database holds, or what makemap says, without the name of the program. */
  readonly expected: Readonly<Record<string, string>> | string;
  /** Where 6.8 reads lines otherwise than the releases from 7.5 on. */
  readonly differsIn68?: true;
}

const ALIASES = ['-t', 'aliases'];

const CASES: Readonly<Record<string, MapCase>> = {
  'keys and values': { source: 'a b\nc\td e\nf: g\n', expected: { a: 'b', c: 'd e', f: 'g' } },
  'comments and empty lines': { source: '# no\n\n  \na b\n', expected: { a: 'b' } },
  'a last line without its end': { source: 'a b\nc d', expected: { a: 'b', c: 'd' } },
  'keys in lower case': { source: 'Alice BOB\n', expected: { alice: 'BOB' } },
  'nothing at all': { source: '', expected: {} },
  'a key without a value': { source: 'a b\nc\n', expected: 'map:2: invalid entry' },
  'a key that comes twice': { source: 'a b\n\nA c\n', expected: 'map:3: duplicate entry for a' },
  'a set': {
    source: 'example.org\nExample.NET\n',
    args: ['-t', 'set'],
    expected: { 'example.org': '<set>', 'example.net': '<set>' },
  },
  'a set with a double': { source: 'a\na\n', args: ['-t', 'set'], expected: 'map:2: duplicate entry for a' },
  aliases: {
    source: 'root: alice, bob@example.org\nlist: include:/etc/list\npipe: "|/bin/cat -u"\nnobody: /dev/null\n',
    args: ALIASES,
    expected: {
      root: 'alice, bob@example.org',
      list: 'include:/etc/list',
      pipe: '"|/bin/cat -u"',
      nobody: '/dev/null',
    },
  },
  'an alias that leads nowhere': { source: 'a: b\nc: d,,e\n', args: ALIASES, expected: 'map:2: invalid entry' },
  'an alias to what is no address': { source: 'a: b c\n', args: ALIASES, expected: 'map:1: invalid entry' },
  'a comment behind a value': { source: 'a b # c\n', expected: { a: 'b # c' }, differsIn68: true },
  'a line that goes on': { source: 'a b \\\n c d\n', expected: { a: 'b \\', c: 'd' }, differsIn68: true },
  'a long value': { source: `a ${'x'.repeat(9000)}\n`, expected: { a: 'x'.repeat(9000) } },
};

/** The entries of a database of ours, without their NULs, or what is wrong with the text. */
function made(source: string, args: readonly string[]): Readonly<Record<string, string>> | string {
  const read = mapEntries(source, (args[1] ?? 'plain') as MapType, '7.8.0');
  if ('problem' in read) return `map:${read.line}: ${read.problem}`;
  const map = readMap(writeHashDatabase(read.entries, new Uint8Array(20)));
  return Object.fromEntries(map ?? []);
}

describe('makemap', () => {
  test.each(Object.entries(CASES))('%s', (_, { source, args = [], expected }) => {
    expect(made(source, args)).toEqual(expected);
  });

  test('says what is wrong, where, and leaves no database', () => {
    const directory = directoryWith({ map: 'a b\nc\n' });
    check({ args: ['makemap', 'map'], status: 1, stderr: 'smtpd-lint: map:2: invalid entry\n' }, directory);
    expect(readdirSync(directory)).toEqual(['map']);
  });

  test('warns of an empty map', () => {
    const stderr = 'smtpd-lint: warning: empty map created: map.db\n';
    check({ args: ['makemap', 'map'], files: { map: '# nothing\n' }, status: 0, stderr });
  });

  test('keeps the mode of the text, and an old database where the new one cannot be made', () => {
    const directory = directoryWith({ map: 'a b\n' });
    chmodSync(join(directory, 'map'), 0o640);
    check({ args: ['makemap', '-o', 'x.db', 'map'], status: 0 }, directory);
    expect(statSync(join(directory, 'x.db')).mode & 0o777).toBe(0o640);
    writeFileSync(join(directory, 'map'), 'a\n');
    check(
      { args: ['makemap', '-o', 'x.db', 'map'], status: 1, stderr: 'smtpd-lint: map:1: invalid entry\n' },
      directory,
    );
    check({ args: ['makemap', '-U', 'x.db'], status: 0, stdout: 'a\tb\n' }, directory);
  });

  test('as sendmail’s: the kind, the database, and the text on standard input', () => {
    const directory = directoryWith({});
    check({ args: ['makemap', 'hash', 'x'], status: 0, stdin: 'a b\n' }, directory);
    check({ args: ['makemap', '-U', 'x.db'], status: 0, stdout: 'a\tb\n' }, directory);
  });

  test.each([
    [['makemap'], 2, /takes one file/],
    [['makemap', '-d', 'btree', 'map'], 2, /hash databases only/],
    [['makemap', '-t', 'list', 'map'], 2, /use aliases or set/],
    [['makemap', 'none'], 3, /none: there is no such file/],
    [['makemap', '-U', 'map'], 3, /is no hash database/],
    [['makemap', '-o', 'no/such/x.db', 'map'], 3, /no\/such\/x\.db: cannot be written/],
  ] as const)('%j ends with status %i', (args, status, stderr) => {
    check({ args, files: { map: 'a b\n' }, status, stderr });
  });
});

describe('newaliases', () => {
  const files = {
    'smtpd.conf': 'table aliases db:/etc/mail/aliases.db\n',
    'etc/mail/aliases': 'root: alice\nabuse: root\n',
  };

  test('makes the database that the configuration names, though it is not there yet', () => {
    const directory = directoryWith(files);
    const path = join(directory, 'etc/mail/aliases');
    check(
      { args: ['newaliases', '-f', 'smtpd.conf', '--root', directory], status: 0, stdout: `${path}: 2 aliases\n` },
      directory,
    );
    expect([...(readMap(readFileSync(`${path}.db`)) ?? [])]).toHaveLength(2);
  });

  test('says where there is no such file', () => {
    const directory = directoryWith({ 'smtpd.conf': 'table aliases file:/none\n' });
    check(
      {
        args: ['newaliases', '-f', 'smtpd.conf', '--root', directory],
        status: 3,
        stderr: /none: there is no such file/,
      },
      directory,
    );
  });
});

describeWithJudge('6.8.0', 'makemap and the daemon’s', () => {
  test.each(Object.entries(CASES).filter(([, { differsIn68 }]) => !differsIn68))(
    'say the same of %s',
    (_, { source, args = [], expected }) => {
      const directory = directoryWith({ map: source });
      const theirs = spawnSync('makemap', [...args, 'map'], { cwd: directory, encoding: 'utf8' });
      if (typeof expected === 'string') {
        expect(theirs.stderr).toBe(`makemap: ${expected}\n`);
        expect(theirs.status).toBe(1);
        return;
      }
      expect(Object.fromEntries(readMap(readFileSync(join(directory, 'map.db'))) ?? [])).toEqual(expected);
      const read = mapEntries(source, (args[1] ?? 'plain') as MapType, '7.8.0');
      if ('entries' in read) writeMap(join(directory, 'ours.db'), read.entries, undefined);
      const dumped = (name: string): string[] =>
        execFileSync('makemap', ['-U', name], { cwd: directory, encoding: 'utf8' }).split('\n').sort();
      expect(dumped('ours.db')).toEqual(dumped('map.db'));
    },
  );
});

const WITH_ALIASES = (database: string): string => `
table people db:${database}
listen on lo port 25
action "later" mda "exit 75" virtual <people>
match from any for domain "local.example" action "later"
`;

describeWithRooms('6.8.0', 'a database that we made', (judge) => {
  test('is what the daemon delivers by, and so does ours', async () => {
    const directory = directoryWith({ people: 'team@local.example: nobody\n' });
    const database = join(directory, 'people.db');
    check({ args: ['makemap', 'people'], status: 0 }, directory);
    for (const path of [directory, database]) chmodSync(path, 0o755);
    const say = ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<team@local.example>', 'QUIT'];
    const refused = say.map((line) => line.replace('team', 'others'));
    const config = WITH_ALIASES(database);
    const mail = [...say.slice(0, 3), 'DATA', 'Subject: x', '.', 'QUIT'];
    const [, , envelope] = askSmtpctl(judge, config, ['pause mda', { say: mail }, 'show envelope EVPID']);
    expect(envelope?.output).toMatch(/^rcpt: team@local\.example\n(?:.*\n)*mda-user: nobody$/m);
    const server = await RunningServer.start(config);
    try {
      expect((await server.say(...say))[3]).toMatch(/^250 /);
      expect((await server.say(...refused))[3]).toMatch(/^524 5\.2\.4 /);
    } finally {
      await server.stop();
    }
  });
});
