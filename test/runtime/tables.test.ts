import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { askServer } from '../../runtime/src/hosts/control/ask-server.js';
import { TableProcess } from '../../runtime/src/hosts/tables/table-process.js';
import {
  readRegistration,
  readTableReply,
  requestLine,
  tableGreeting,
} from '../../runtime/src/tables/proc-protocol.js';
import { directoryWith } from '../cli/program.js';
import { RunningServer } from './running-server.js';

/** A table program: a shell script that registers for domains and aliases, and answers with `answer` in its loop. */
function program(answer: string, register = 'register|domain\\nregister|alias\\nregister|ready'): string {
  return `#!/bin/sh
while read -r line; do [ "$line" = 'config|ready' ] && break; done
printf '${register}\\n'
while IFS='|' read -r table version time name type service id key; do
  case $type in update) id=$service ;; esac
  ${answer}
done
`;
}

const BY_KEY = `case "$type $key" in
  'update '*) echo "update-result|$id|ok" ;;
  'check known.example') echo "check-result|$id|found" ;;
  'lookup known.example') echo "lookup-result|$id|found|a|b" ;;
  'fetch '*) echo "fetch-result|$id|found|next" ;;
  *' broken') echo "$type-result|$id|error|no database" ;;
  *' nonsense') echo "hello" ;;
  *' dies') exit 3 ;;
  *' silent') : ;;
  *) echo "$type-result|$id|not-found" ;;
  esac`;

describe('what is said to a table program', () => {
  test('first, and of each request', () => {
    expect(tableGreeting({ version: '7.8.0', platform: 'linux' }, 't')).toEqual([
      'config|smtpd-version|7.8.0-portable',
      'config|protocol|0.1',
      'config|tablename|t',
      'config|ready',
    ]);
    const line = (request: Parameters<typeof requestLine>[0]): string => requestLine(request, 't', '0badcafe', '1.5');
    expect(line({ type: 'lookup', service: 'alias', key: 'a|b' })).toBe('table|0.1|1.5|t|lookup|alias|0badcafe|a|b');
    expect(line({ type: 'check', service: 'domain', key: 'x' })).toBe('table|0.1|1.5|t|check|domain|0badcafe|x');
    expect(line({ type: 'fetch', service: 'source' })).toBe('table|0.1|1.5|t|fetch|source|0badcafe');
    expect(line({ type: 'update' })).toBe('table|0.1|1.5|t|update|0badcafe');
  });

  test.each([
    ['register|alias', { service: 'alias' }],
    ['register|ready', 'ready'],
    ['register|none', { problem: 'unknown service none' }],
    ['hello', { problem: 'invalid handshake reply' }],
  ] as const)('%s', (line, expected) => {
    expect(readRegistration(line)).toEqual(expected);
  });

  test.each([
    ['lookup', 'lookup-result|1|found|a|b', { outcome: 'found', value: 'a|b' }],
    ['lookup', 'lookup-result|1|not-found', { outcome: 'not-found' }],
    ['lookup', 'lookup-result|1|error', { outcome: 'failed' }],
    ['lookup', 'lookup-result|1|error|why', { outcome: 'failed', why: 'why' }],
    ['lookup', 'lookup-result|1|found|', undefined],
    ['lookup', 'lookup-result|2|not-found', undefined],
    ['lookup', 'check-result|1|found', undefined],
    ['check', 'check-result|1|found', { outcome: 'found' }],
    ['fetch', 'fetch-result|1|found|x', { outcome: 'found', value: 'x' }],
    ['update', 'update-result|1|ok', { outcome: 'found' }],
    ['update', 'update-result|1|error|why', { outcome: 'failed', why: 'why' }],
    ['update', 'update-result|1|maybe', undefined],
  ] as const)('%s is answered by %s', (type, line, expected) => {
    expect(readTableReply(line, { type, service: 'alias', key: '' } as never, '1')).toEqual(expected);
  });
});

describe('a table program', () => {
  const running: TableProcess[] = [];
  afterEach(() => {
    for (const one of running.splice(0)) one.stop();
  });
  const start = async (text: string, log: (line: string) => void = () => undefined, patience = 20_000) => {
    const path = join(directoryWith({ table: text }), 'table');
    chmodSync(path, 0o755);
    const one = new TableProcess({
      target: { version: '7.8.0', platform: 'linux' },
      table: 't',
      program: path,
      argument: 'x',
      log,
      patience,
    });
    running.push(one);
    await one.start();
    return one;
  };
  const lookUp = (table: TableProcess, key: string) => table.ask({ type: 'lookup', service: 'domain', key });

  test('answers, in order, however many ask at once', async () => {
    const table = await start(program(BY_KEY));
    expect([...table.services]).toEqual(['domain', 'alias']);
    const asked = ['known.example', 'x', 'broken', 'known.example'].map((key) => lookUp(table, key));
    expect((await Promise.all(asked)).map(({ outcome }) => outcome)).toEqual(['found', 'not-found', 'failed', 'found']);
    expect(await table.ask({ type: 'fetch', service: 'source' })).toEqual({ outcome: 'found', value: 'next' });
    expect(await table.update()).toBeUndefined();
  });

  test.each(['dies', 'nonsense', 'silent'])('that %s fails for now, and works again after an update', async (key) => {
    const lines: string[] = [];
    const table = await start(program(BY_KEY), (line) => lines.push(line), key === 'silent' ? 1500 : 20_000);
    expect(await lookUp(table, key)).toEqual({ outcome: 'failed' });
    expect(await lookUp(table, 'known.example')).toEqual({ outcome: 'failed' });
    expect(lines.join('\n')).toMatch(
      /the program of table "t" is lost: .*; its lookups fail until the table is updated/,
    );
    expect(await table.update()).toBeUndefined();
    expect(await lookUp(table, 'known.example')).toEqual({ outcome: 'found', value: 'a|b' });
  });

  test.each([
    ['registers for nothing', program('', 'register|ready'), /it registers for no service/],
    ['ends', '#!/bin/sh\nexit 0\n', /does not speak as smtpd-tables\(7\) has it: it ended/],
    ['speaks nonsense', '#!/bin/sh\nread -r a; echo hello; read -r b\n', /invalid handshake reply/],
  ])('that %s keeps the server from starting', async (_, text, problem) => {
    await expect(start(text)).rejects.toThrow(problem);
  });
});

const say = (recipient: string) => ['EHLO x', 'MAIL FROM:<a@b.example>', `RCPT TO:<${recipient}>`, 'QUIT'];

describe('tables of a running server', { shuffle: false }, () => {
  let server: RunningServer;
  const reply = async (domain: string): Promise<string> => (await server.say(...say(`nobody@${domain}`)))[3] ?? '';
  const update = async (table: string): Promise<unknown> => {
    for await (const one of askServer(join(server.directory, 'spool/control.sock'), { type: 'update-table', table })) {
      return one;
    }
  };
  beforeAll(async () => {
    const config = `
table processed "keyed:/argument"
table listed file:/domains
listen on lo port 25
action "a" mda "true"
match from any for domain <processed> action "a"
match from any for domain <listed> action "a"
`;
    server = await RunningServer.start(config, ['--root', 'DIR', '--platform', 'linux'], (directory) => {
      const path = join(directory, 'usr/libexec/opensmtpd/table-keyed');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, program(BY_KEY), { mode: 0o755 });
      writeFileSync(join(directory, 'domains'), 'listed.example\n');
    });
  });
  afterAll(() => server?.stop());

  test('are asked: programs and files', async () => {
    expect(await reply('known.example')).toMatch(/^250 /);
    expect(await reply('listed.example')).toMatch(/^250 /);
    expect(await reply('new.example')).toMatch(/^550 /);
  });

  test('are read again when that is asked for', async () => {
    writeFileSync(join(server.directory, 'domains'), 'new.example\n');
    expect(await reply('new.example')).toMatch(/^550 /);
    expect(await update('listed')).toEqual({ type: 'succeeded' });
    expect(await reply('new.example')).toMatch(/^250 /);
    expect(await reply('listed.example')).toMatch(/^550 /);
  });

  test('stay as they were where they cannot be read', async () => {
    writeFileSync(join(server.directory, 'domains'), 'a b\nc\n');
    expect(await update('listed')).toMatchObject({
      type: 'failed',
      why: expect.stringContaining(':2 invalid map entry'),
    });
    expect(await reply('new.example')).toMatch(/^250 /);
    expect(await update('none')).toEqual({ type: 'failed', why: 'there is no table "none"' });
  });

  test('fail for now when their program does', async () => {
    expect(await reply('dies')).toMatch(/^4\d\d /);
    expect(await reply('known.example')).toMatch(/^4\d\d /);
    expect(await update('processed')).toEqual({ type: 'succeeded' });
    expect(await reply('known.example')).toMatch(/^250 /);
  });
});
