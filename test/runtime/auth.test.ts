import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkPassword, checkPasswordNow } from '../../runtime/src/hosts/auth/check-password.js';
import { OWNER, RunningServer } from './running-server.js';

/** A hash made by somebody else than the library that checks it. */
function opensslHash(kind: string, password: string): string {
  return execFileSync('openssl', ['passwd', kind, '-salt', 'saltsalt', '-stdin'], {
    encoding: 'utf8',
    input: password,
  }).trim();
}

describe('hashes of passwords', () => {
  const kinds: readonly (readonly [name: string, hash: string, password: string])[] = [
    ['SHA-512', opensslHash('-6', 'sécret'), 'sécret'],
    ['SHA-256', opensslHash('-5', 'secret'), 'secret'],
    ['MD5', opensslHash('-1', 'secret'), 'secret'],
    // The test vector of crypt_blowfish.
    ['bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ];
  const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

  test.each(kinds)('%s', async (_, hash, password) => {
    expect(await checkPassword(bytes(password), hash)).toBe(true);
    expect(await checkPassword(bytes(`${password}x`), hash)).toBe(false);
    expect(await checkPassword('', hash)).toBe(false);
    expect(checkPasswordNow(bytes(password), hash)).toBe(true);
    expect(checkPasswordNow(bytes(`${password}x`), hash)).toBe(false);
    // libxcrypt refuses so long a password, and the daemon then says 535.
    expect(await checkPassword('x'.repeat(512), hash)).toBe(false);
    expect(checkPasswordNow('x'.repeat(512), hash)).toBe(false);
  });

  test.each([
    ['*', 'x'],
    ['!', ''],
    ['!$6$saltsalt$x', 'x'],
    ['no hash', 'no hash'],
    ['$99$salt$x', 'x'],
    ['', 'x'],
  ])('%j fits no password', async (hash, password) => {
    expect(await checkPassword(password, hash)).toBe(false);
    expect(checkPasswordNow(password, hash)).toBe(false);
  });

  test('a dry run does not say of a hash that crypt(3) cannot make that the password is wrong', () => {
    expect(checkPasswordNow('x', '$2b$broken')).toEqual({ unknown: expect.stringContaining('makes no such hash') });
  });
});

/** Says lines over TLS, one by one, and gives back what the server says to each. */
function dialogue(port: number, lines: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const replies: string[] = [];
    const left = [...lines];
    let text = '';
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.on('error', reject);
    socket.on('data', (data) => {
      text += data.toString('latin1');
      for (
        let end = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
        end;
        end = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text)
      ) {
        text = text.slice(end[0].length);
        replies.push(end[0].trimEnd());
        const next = left.shift();
        if (next === undefined) socket.end();
        else socket.write(next);
      }
    });
    socket.on('close', () => resolve(replies));
  });
}

const plain = (user: string, password: string): string =>
  `AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}\r\n`;

describe('a listener that authenticates', () => {
  const directory = mkdtempSync(join(tmpdir(), 'auth-'));
  let server: RunningServer;

  beforeAll(async () => {
    const request = ['req', '-x509', '-days', '2', '-nodes', '-newkey', 'rsa:2048', '-subj', '/CN=mx.example'];
    execFileSync('openssl', [...request, '-keyout', 'key', '-out', 'cert'], { cwd: directory, stdio: 'pipe' });
    const config = `
table users { "alice" = "${opensslHash('-6', 'secret')}" }
table allowed { "alice" = "alice@sender.example" }
pki main cert "/cert"
pki main key "/key"
listen on lo port 25 smtps pki main auth <users> hostname "shown.example" mask-src no-dsn received-auth senders <allowed> masquerade
action "maildir" maildir "DIR/mail/%{dest.user}"
match auth from any for domain "local.example" action "maildir"
`;
    server = await RunningServer.start(config, ['--root', 'DIR'], (root) => {
      for (const name of ['key', 'cert']) {
        writeFileSync(join(root, name), readFileSync(join(directory, name)), { mode: 0o600 });
        if (process.getuid?.() === 0) chownSync(join(root, name), OWNER.uid, OWNER.gid);
      }
    });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('refuses before AUTH, and what is wrong', async () => {
    const said = await dialogue(server.port, [
      'EHLO x\r\n',
      'MAIL FROM:<a@b.example>\r\n',
      plain('alice', 'wrong'),
      'QUIT\r\n',
    ]);
    expect(said[0]).toMatch(/^220 shown\.example /);
    expect(said[1]).toContain('250-AUTH PLAIN LOGIN');
    expect(said[1]).not.toContain('DSN');
    expect(said[2]).toBe('530 5.5.1 Invalid command: Must issue an AUTH command first');
    expect(said[3]).toMatch(/^535 /);
    await server.logged('smtp authentication user=alice result=permfail');
  });

  test('takes mail from who may send it, under the sender that masquerade gives, and does not say from where', async () => {
    const to = `${OWNER.username}@local.example`;
    const said = await dialogue(server.port, [
      'EHLO x\r\n',
      plain('alice', 'secret'),
      'MAIL FROM:<other@b.example>\r\n',
      'MAIL FROM:<alice@sender.example>\r\n',
      `RCPT TO:<${to}>\r\n`,
      'DATA\r\n',
      'From: somebody@else.example\r\nSubject: x\r\n\r\n.\r\n',
      'QUIT\r\n',
    ]);
    expect(said.map((reply) => reply.slice(0, 3))).toEqual([
      '220',
      '250',
      '235',
      '530',
      '250',
      '250',
      '354',
      '250',
      '221',
    ]);
    await server.until(() => server.maildir(OWNER.username).length === 1);
    const [text = ''] = server.maildir(OWNER.username);
    expect(text).toMatch(/^Received: \n\tby shown\.example \(OpenSMTPD\) with ESMTPSA /m);
    expect(text).toContain('auth=yes user=alice');
    expect(text).toMatch(/^From: alice@sender\.example$/m);
  });
});
