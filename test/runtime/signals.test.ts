import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { directoryWith, PROGRAM } from '../cli/program.js';
import { freePort, OWNER, RunningServer } from './running-server.js';

const CONFIG = `
listen on lo port 25
action "a" mda "true"
match from any for domain "a.example" action "a"
`;

const RECIPIENT = OWNER.username;
const say = (recipient: string) => ['EHLO x', 'MAIL FROM:<a@b.example>', `RCPT TO:<${recipient}>`];

describe('signals', () => {
  let server: RunningServer | undefined;
  afterEach(() => server?.stop());

  test('SIGHUP: the configuration is read again, and what has errors changes nothing', async () => {
    const running = await RunningServer.start(CONFIG);
    server = running;
    expect((await running.say(...say(`${RECIPIENT}@b.example`)))[3]).toMatch(/^550 /);

    running.config = CONFIG.replace('action "a"\n', 'action "b"\n');
    running.writeConfig();
    running.signal('SIGHUP');
    await running.until(() => running.log.includes('the configuration cannot be used; the server goes on'));
    expect((await running.say(...say(`${RECIPIENT}@a.example`)))[3]).toMatch(/^250 /);

    running.config = CONFIG.replace('a.example', 'b.example');
    running.writeConfig();
    running.signal('SIGHUP');
    await running.until(() => running.log.split('listening on').length === 3);
    expect(running.log).toContain('info: the configuration is read again');
    expect((await running.say(...say(`${RECIPIENT}@b.example`)))[3]).toMatch(/^250 /);
  });

  test('SIGTERM: waits for a session; a second one ends the server at once', async () => {
    const running = await RunningServer.start(CONFIG);
    server = running;
    const socket = createConnection(running.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('data', resolve));
    running.signal('SIGTERM');
    await running.until(() => running.log.includes('info: stopping'));
    socket.write('NOOP\r\n');
    expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toMatch(/^250 /);
    running.signal('SIGTERM');
    expect(await running.ended()).toBe(0);
    expect(running.log).toContain('info: ending at once');
    socket.destroy();
  });

  test('SIGTERM: without sessions it ends by itself', async () => {
    server = await RunningServer.start(CONFIG);
    server.signal('SIGTERM');
    expect(await server.ended()).toBe(0);
  });
});

describe('the log', () => {
  test('names envelopes, and what is traced', async () => {
    const server = await RunningServer.start(CONFIG, ['-T', 'rules', '-T', 'lookup', '-T', 'expand', '-T', 'smtp']);
    try {
      const to = `${RECIPIENT}@a.example`;
      await server.say(...say(to), 'DATA', 'Subject: x', '', '.', 'QUIT');
      await server.until(() => server.log.includes('result=Ok'));
      const id = '[0-9a-f]{16}';
      for (const line of [
        `^${id} smtp message msgid=[0-9a-f]{8} size=\\d+ nrcpt=1 proto=ESMTP\\n${id} smtp envelope evpid=${id} from=<a@b\\.example> to=<${to}>$`,
        '^rule #1 matched: .*smtpd\\.conf:4$',
        '^lookup: match "a\\.example" as domain in table static:<dynamic:\\d+> -> true$',
        `^expand: lka_expand: username: ${RECIPIENT} \\[depth=1, sameuser=0\\]$`,
        `^smtp: ${id}: <<< RCPT TO:<${to}>$`,
        `^smtp: ${id}: >>> 354 .*$`,
      ]) {
        expect(server.log).toMatch(new RegExp(line, 'm'));
      }
    } finally {
      await server.stop();
    }
  });

  test('-T takes the daemon’s names only', () => {
    const ended = spawnSync(process.execPath, [PROGRAM, 'run', '-f', 'x', '--spool', 'y', '-T', 'nothing'], {
      encoding: 'utf8',
    });
    expect(ended.stderr).toMatch(/^smtpd-lint: -T nothing: use one of imsg, /);
    expect(ended.status).toBe(2);
  });
});

describe('a server that cannot start says why', () => {
  const start = async (options: readonly string[], prepare: (directory: string) => void) => {
    const directory = directoryWith({ 'smtpd.conf': CONFIG });
    chmodSync(directory, 0o777);
    prepare(directory);
    const args = ['run', '-f', 'smtpd.conf', '--spool', 'spool', '--bind', '127.0.0.1', ...options];
    return spawnSync(process.execPath, [PROGRAM, ...args], {
      cwd: directory,
      encoding: 'utf8',
      ...(userInfo().uid === 0 ? { uid: OWNER.uid, gid: OWNER.gid } : {}),
    });
  };

  test('a port that is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { stderr, status } = await start(['--port-offset', String(port - 25)], () => undefined);
    other.close();
    expect(stderr).toMatch(
      /the server cannot start: .*EADDRINUSE.*; another program listens there: stop it, or choose/,
    );
    expect(status).toBe(3);
  });

  test('a spool that cannot be written', async () => {
    const { stderr, status } = await start(['--port-offset', String((await freePort()) - 25)], (directory) => {
      writeFileSync(join(directory, 'spool'), '');
    });
    expect(stderr).toMatch(/the server cannot start: .*; .*spool must be a directory/);
    expect(status).toBe(3);
  });

  test('a spool of somebody else', async () => {
    let spool = '';
    const { stderr, status } = await start(['--port-offset', String((await freePort()) - 25)], (directory) => {
      spool = join(directory, 'spool');
      mkdirSync(spool);
      mkdirSync(join(spool, 'queue'));
      chmodSync(spool, 0o555);
    });
    // Whoever is not root could not remove it later.
    chmodSync(spool, 0o755);
    expect(stderr).toMatch(/the server cannot start: .*; whoever runs the server must be able to write to .*spool/);
    expect(status).toBe(3);
  });
});
