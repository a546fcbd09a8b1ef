import { readdirSync, readFileSync } from 'node:fs';
import { connect, createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClientConnection } from '../../../runtime/src/hosts/smtp/client-connection.js';
import { RawClient } from '../raw-client.js';
import { OWNER, RunningServer } from '../running-server.js';

const RECIPIENT = `${OWNER.username}@a.example`;
/** As many as the files that a process may have open here allow. */
const IDLE = Math.min(5000, Math.floor(openFiles() / 2) - 100);

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start(`
listen on lo port 25
smtp max-message-size 100k
action "a" maildir "DIR/mail/a"
match from any for domain "a.example" action "a"
table from-regex { "^sender-[0-9]+-(1|2|3|4)*[0-9]@s+\\.example$" }
table to-regex { "^regex-[0-9]+\\.example$" }
action "regex" relay
match from any mail-from regex <from-regex> for domain regex <to-regex> action "regex"
`);
});
afterAll(() => server?.stop());

/** Kilobytes of memory that the server's process holds. */
function memory(): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'latin1'))?.[1]);
}

const isServed = async (): Promise<void> => {
  expect((await server.say('EHLO x', 'QUIT')).at(-1)).toBe('221 2.0.0 Bye');
};

describe('clients that keep the server busy', { shuffle: false }, () => {
  test(`${IDLE} that say nothing: others are served, and each costs little`, { timeout: 120_000 }, async () => {
    const before = memory();
    const sockets: Socket[] = [];
    const greeted = async (): Promise<void> => {
      for (;;) {
        if (sockets.length >= IDLE) return;
        const socket = createConnection(server.port, '127.0.0.1').on('error', () => undefined);
        sockets.push(socket);
        await new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
      }
    };
    await Promise.all(Array.from({ length: 50 }, greeted));
    await isServed();
    const each = (memory() - before) / IDLE;
    for (const socket of sockets) socket.destroy();
    expect(each).toBeLessThan(64);
    await isServed();
  });

  test('an endless line is cut off', async () => {
    const client = await RawClient.greeted(server.port);
    client.send('x'.repeat(10_000_000));
    expect(await client.rest()).toMatch(/^500 .*Line too long/);
    await isServed();
  });

  test.each([
    ['header lines', (n: number) => `X-${n}: ${'h'.repeat(60)}\r\n`],
    ['one header folded for ever', () => `\t${'f'.repeat(60)}\r\n`],
    ['text', () => `${'t'.repeat(60)}\r\n`],
  ])('endless %s count towards max-message-size, and leave nothing behind', async (_what, line) => {
    const client = await RawClient.greeted(server.port);
    for (const command of ['EHLO x', 'MAIL FROM:<>', `RCPT TO:<${RECIPIENT}>`, 'DATA'])
      await client.say(`${command}\r\n`);
    client.send(`Subject: x\r\n${_what === 'text' ? '\r\n' : ''}`);
    for (let n = 0; n < 20_000; n += 1) client.send(line(n));
    client.send('\r\n.\r\n');
    expect(await client.reply()).toMatch(/^[45]\d\d /);
    client.close();
    await server.until(() => readdirSync(join(server.directory, 'spool/incoming')).length === 0);
    expect(server.queue()).toEqual([]);
  });

  test('endless recipients end at the limit', async () => {
    const client = await RawClient.greeted(server.port);
    await client.say('EHLO x\r\n');
    await client.say('MAIL FROM:<>\r\n');
    const replies: string[] = [];
    for (let n = 0; n < 1100; n += 1) replies.push(await client.say(`RCPT TO:<${OWNER.username}+${n}@a.example>\r\n`));
    expect(replies.filter((reply) => reply.startsWith('250'))).toHaveLength(1000);
    expect(replies.at(-1)).toMatch(/^451 .*Too many recipients/);
    client.close();
  });

  test('who reads no answers is not listened to, and costs no memory', { timeout: 60_000 }, async () => {
    const before = memory();
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    socket.setNoDelay(true);
    // Each in a packet of its own, as long as the server takes them.
    for (let n = 0; n < 30_000 && !socket.writableNeedDrain; n += 1) {
      socket.write('HELP\r\n');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await isServed();
    expect(memory() - before).toBeLessThan(64 * 1024);
    socket.destroy();
  });

  test('CVE-2020-35680: a client that goes away in the middle of its message', async () => {
    for (const text of ['Subject: x\r\n', 'Subject: x\r\n\r\ntext', 'Sub', '']) {
      const client = await RawClient.greeted(server.port);
      for (const command of ['EHLO x', 'MAIL FROM:<>', `RCPT TO:<${RECIPIENT}>`, 'DATA'])
        await client.say(`${command}\r\n`);
      client.send(text);
      client.socket.resetAndDestroy();
    }
    await server.until(() => readdirSync(join(server.directory, 'spool/incoming')).length === 0);
    await isServed();
  });

  test('CVE-2020-35679: regular expressions hold no memory when their sessions have ended', {
    timeout: 120_000,
  }, async () => {
    const sessions = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        const client = await RawClient.greeted(server.port);
        await client.say(`EHLO client-${n}\r\n`);
        for (let mail = 0; mail < 10; mail += 1) {
          await client.say(`MAIL FROM:<sender-${n}-${mail}@${'s'.repeat(60)}.example>\r\n`);
          expect(await client.say(`RCPT TO:<r-${n}-${mail}@regex-${n}.example>\r\n`)).toMatch(/^250 /);
          await client.say('RSET\r\n');
        }
        client.close();
      }
    };
    await sessions(100);
    const before = memory();
    await sessions(300);
    // 3,000 expressions matched: the daemon lost what regcomp(3) had taken for each.
    expect(memory() - before).toBeLessThan(48 * 1024);
  });

  test('CVE-2025-62875: nonsense on the sockets for local programs', async () => {
    for (const name of ['smtpd.sock', 'control.sock']) {
      for (const bytes of [
        Buffer.alloc(20_000, 0xff),
        Buffer.alloc(1),
        Buffer.from('{"type":"show"}\n'),
        Buffer.from('[[[[\n'),
      ]) {
        const socket = createConnection(join(server.directory, 'spool', name)).on('error', () => undefined);
        await new Promise((resolve) => socket.once('connect', resolve).once('error', resolve));
        socket.write(bytes);
        socket.end();
        await new Promise((resolve) => socket.once('close', resolve).resume());
        const reset = createConnection(join(server.directory, 'spool', name)).on('error', () => undefined);
        reset.write(bytes);
        reset.destroy();
      }
    }
    await isServed();
    expect(server.control('show', 'status')).toMatch(/MDA/);
  });
});

describe('a slow client', () => {
  test('is heard of after the time that the session gives it', async () => {
    const listening = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const address = listening.address();
    const slow = createConnection(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
    const socket = await new Promise<Socket>((resolve) => listening.once('connection', resolve));
    const client = new ClientConnection(socket);
    expect(await client.read(0.05)).toEqual({ type: 'timeout' });
    // One that takes no answers: what it does not read stays in the kernel, and then the time runs.
    slow.pause();
    for (let n = 0; n < 400; n += 1) client.reply('x'.repeat(65_536));
    expect(await client.read(0.05)).toEqual({ type: 'timeout' });
    client.destroy();
    slow.destroy();
    listening.close();
  });
});

function openFiles(): number {
  return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
}
