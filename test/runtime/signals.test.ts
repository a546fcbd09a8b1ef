import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
    await running.logged('info: the configuration is read again');
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
    await running.logged('info: ending at once');
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
        await server.logged(new RegExp(line, 'm'));
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
  const start = async (options: readonly string[], prepare: (directory: string) => void, config = CONFIG) => {
    const directory = directoryWith({ 'smtpd.conf': config });
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

  const KEYLESS = 'pki x cert "/nonexistent/cert"\npki x key "/nonexistent/key"\n';
  const faults: readonly (readonly [what: string, config: string, stderr: RegExp, status: number])[] = [
    [
      'a certificate that is not there',
      KEYLESS + CONFIG.replace('port 25', 'port 25 tls pki x'),
      /^smtpd\.conf:1:1: error: The certificate of pki "x", \/nonexistent\/cert, cannot be used: .* Correct the path/m,
      1,
    ],
    [
      'a key that is not there',
      KEYLESS + CONFIG.replace('port 25', 'port 25 tls pki x'),
      /^smtpd\.conf:\d:1: error: The key of pki "x", \/nonexistent\/key, cannot be used: .* Correct the path/m,
      1,
    ],
    [
      'the file of a table that is not there',
      `table t file:/nonexistent/table\n${CONFIG}`,
      /^smtpd\.conf:1:9: error: Table "t" cannot be read: \/nonexistent\/table: .* Correct the path/m,
      1,
    ],
    [
      'a filter whose program is not there',
      `filter f proc-exec "/nonexistent/filter"\n${CONFIG}`,
      /the server cannot start: processor f exited abnormally \(127\) before it was ready; run the command/,
      3,
    ],
    [
      'a filter that speaks another language',
      `filter f proc-exec "/bin/sh -c 'echo nonsense; sleep 60'"\n${CONFIG}`,
      /the server cannot start: processor f: .*; run the command/,
      3,
    ],
  ];
  test.each(faults)('%s', async (_what, config, expected, expectedStatus) => {
    const where = ['--port-offset', String((await freePort()) - 25)];
    const { stderr, status } = await start(where, () => undefined, config);
    expect(stderr).toMatch(expected);
    expect(status).toBe(expectedStatus);
  });

  test('a port of root’s', async () => {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'latin1'));
    if (first <= 25) return void console.warn('skipped: this system lets anybody listen on port 25');
    const { stderr, status } = await start([], () => undefined);
    expect(stderr).toMatch(/the server cannot start: listen EACCES.*:25; ports below 1024 are for root: choose others/);
    expect(status).toBe(3);
  });

  test.runIf(userInfo().uid === 0)('no space left', async () => {
    let spool = '';
    const where = ['--port-offset', String((await freePort()) - 25)];
    try {
      const { stderr, status } = await start(where, (directory) => {
        spool = join(directory, 'spool');
        mkdirSync(spool);
        // Room for itself and one directory.
        const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'nr_inodes=2,mode=777', 'none', spool]);
        if (mounted.status !== 0) throw new Error(String(mounted.stderr));
      });
      expect(stderr).toMatch(/the server cannot start: ENOSPC: .*; there is no space left for .*spool/);
      expect(status).toBe(3);
    } finally {
      spawnSync('umount', [spool]);
    }
  });
});
