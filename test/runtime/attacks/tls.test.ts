import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from '../raw-client.js';
import { freePort, OWNER, RunningServer } from '../running-server.js';

const directory = mkdtempSync(join(tmpdir(), 'attack-tls-'));
const certificate = join(directory, 'crt');
const key = join(directory, 'key');
let server: RunningServer;

beforeAll(async () => {
  const files = ['-keyout', key, '-out', certificate, '-subj', '/CN=mx.example'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', '-nodes', '-newkey', 'rsa:2048', ...files], { stdio: 'pipe' });
  // Below --root, files of whoever runs the server count as root's.
  const config = `
pki "mx.example" cert "/server.crt"
pki "mx.example" key "/server.key"
listen on lo port 25 tls pki "mx.example"
action "a" maildir "DIR/mail/a"
match from any for domain "a.example" action "a"
`;
  server = await RunningServer.start(config, ['--root', 'DIR'], (root) => {
    for (const [from, name] of [
      [key, 'server.key'],
      [certificate, 'server.crt'],
    ] as const) {
      writeFileSync(join(root, name), readFileSync(from), { mode: 0o600 });
      if (process.getuid?.() === 0) chownSync(join(root, name), OWNER.uid, OWNER.gid);
    }
  });
});
afterAll(async () => {
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function secured(plain: Socket): Promise<RawClient> {
  plain.removeAllListeners('data');
  const socket = connect({ socket: plain, rejectUnauthorized: false });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return new RawClient(socket);
}

describe('STARTTLS injection', () => {
  test('commands behind STARTTLS in the same packet end the session', async () => {
    const client = await RawClient.greeted(server.port);
    await client.say('EHLO x\r\n');
    expect(await client.say('STARTTLS\r\nMAIL FROM:<a@b.example>\r\n')).toMatch(/^500 .*Pipelining/);
    expect(await client.rest()).toBe('');
  });

  test('commands after the answer, before the handshake, are not heard under TLS', async () => {
    const client = await RawClient.greeted(server.port);
    await client.say('EHLO x\r\n');
    expect(await client.say('STARTTLS\r\n')).toMatch(/^220/);
    client.send('EHLO injected\r\nMAIL FROM:<injected@b.example>\r\n');
    const outcome = await secured(client.socket).then(
      async (tls) => tls.say('RCPT TO:<x@a.example>\r\n'),
      () => 'no handshake',
    );
    expect(outcome).toMatch(/^no handshake$|^503 /);
  });

  test('what was said before the handshake does not hold after it', async () => {
    const client = await RawClient.greeted(server.port);
    await client.say('EHLO x\r\n');
    await client.say('STARTTLS\r\n');
    const tls = await secured(client.socket);
    expect(await tls.say('MAIL FROM:<a@b.example>\r\n')).toMatch(/^503 /);
    tls.close();
  });

  test('replies that a server sends before its handshake are not taken for those under TLS', async () => {
    const port = await freePort();
    const heard: string[] = [];
    const next = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 next.example\r\n');
      socket.on('data', function commands(bytes) {
        if (!bytes.toString().startsWith('STARTTLS')) return void socket.write('250-next\r\n250 STARTTLS\r\n');
        socket.off('data', commands);
        // Whoever sits between the two adds this.
        socket.write('220 go on\r\n250-next\r\n250 8BITMIME\r\n250 injected sender\r\n250 injected rcpt\r\n');
        const tls = new TLSSocket(socket, { isServer: true, cert: readFileSync(certificate), key: readFileSync(key) });
        tls.on('error', () => undefined);
        let message: string | undefined;
        tls.on('data', (bytes) => {
          const text = bytes.toString('latin1');
          if (message === undefined) heard.push(text);
          else message += text;
          if (message?.endsWith('\r\n.\r\n') === false) return;
          message = message === undefined && text.startsWith('DATA') ? '' : undefined;
          // Slow enough that a client which has its answers already goes on.
          const answer = message === undefined ? '250 ok\r\n' : '354 go on\r\n';
          setTimeout(() => tls.write(answer), 100);
        });
      });
    }).listen(port, '127.0.0.1');
    const relay = await RunningServer.start(`
listen on lo port 25
action "out" relay host "smtp+tls://127.0.0.1:${port}" tls no-verify
match from any for any action "out"
`);
    try {
      await relay.say('EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<x@c.example>', 'DATA', 'Subject: x', '', '.');
      await relay.until(() => /stat=/.test(relay.log));
      // One command at a time: each was sent after the answer to the one before.
      expect(heard.map((text) => text.replace(/(?<=FROM|TO|EHLO)[ :].*\r\n$/, '').trimEnd())).toEqual([
        'EHLO',
        'MAIL FROM',
        'RCPT TO',
        'DATA',
      ]);
    } finally {
      await relay.stop();
      next.close();
    }
  });
});

describe('CVE-2013-2125', () => {
  test('a handshake that is left idle holds nobody up', async () => {
    const idle = await RawClient.greeted(server.port);
    await idle.say('EHLO x\r\n');
    await idle.say('STARTTLS\r\n');
    expect((await server.say('EHLO x', 'QUIT')).at(-1)).toBe('221 2.0.0 Bye');
    idle.close();
  });

  test('nor does one that begins with nonsense', async () => {
    const client = await RawClient.greeted(server.port);
    await client.say('EHLO x\r\n');
    await client.say('STARTTLS\r\n');
    client.send('this is no handshake\r\n'.repeat(10));
    await client.rest();
    expect((await server.say('EHLO x', 'QUIT')).at(-1)).toBe('221 2.0.0 Bye');
  });
});

describe('CVE-2015-7687', () => {
  test('a client’s chain of certificates of half a megabyte does no harm', async () => {
    const chain = readFileSync(certificate, 'latin1').repeat(400);
    const plain = createConnection(server.port, '127.0.0.1');
    const client = new RawClient(plain);
    await client.reply();
    await client.say('EHLO x\r\n');
    await client.say('STARTTLS\r\n');
    plain.removeAllListeners('data');
    const socket = connect({ socket: plain, rejectUnauthorized: false, cert: chain, key: readFileSync(key) });
    await new Promise((resolve) => socket.once('secureConnect', resolve).once('error', resolve).once('close', resolve));
    socket.destroy();
    expect((await server.say('EHLO x', 'QUIT')).at(-1)).toBe('221 2.0.0 Bye');
  });
});
