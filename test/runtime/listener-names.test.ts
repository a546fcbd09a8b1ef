import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/program.js';
import { OWNER, RunningServer } from './running-server.js';

describe('a listener with several certificates', () => {
  const directory = mkdtempSync(join(tmpdir(), 'names-'));
  const names = ['one.example', 'two.example'];
  let server: RunningServer;

  beforeAll(async () => {
    for (const name of names) {
      const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
      const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
      execFileSync('openssl', ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', '-days', '2', ...files, ...subject], {
        cwd: directory,
        stdio: 'pipe',
      });
    }
    const entries = names.map((name) => `pki ${name} cert "/${name}.crt"\npki ${name} key "/${name}.key"\n`).join('');
    const config = `${entries}
table names { "127.0.0.1" = "by-address.example" }
listen on lo port 25 smtps ${names.map((name) => `pki ${name}`).join(' ')} hostnames <names>
action "a" mda "true"
match from any for any action "a"
`;
    server = await RunningServer.start(config, ['--root', 'DIR'], (root) => {
      for (const file of names.flatMap((name) => [`${name}.key`, `${name}.crt`])) {
        writeFileSync(join(root, file), readFileSync(join(directory, file)), { mode: 0o600 });
        if (process.getuid?.() === 0) chownSync(join(root, file), OWNER.uid, OWNER.gid);
      }
    });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The name in the certificate that a client gets, and the banner. */
  const greeted = (servername: string): Promise<readonly [certificate: unknown, banner: string]> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, servername });
      socket.once('error', reject).once('data', (bytes) => {
        resolve([socket.getPeerCertificate().subject.CN, bytes.toString('latin1')]);
        socket.destroy();
      });
    });

  test.each([
    ['two.example', 'two.example'],
    ['ONE.example', 'one.example'],
    ['three.example', 'one.example'],
  ])('shows who asks for %s that of %s', async (asked, shown) => {
    expect((await greeted(asked))[0]).toBe(shown);
  });

  test('greets under the name that its table has for the address', async () => {
    expect((await greeted('two.example'))[1]).toMatch(/^220 by-address\.example ESMTP/);
  });
});

test('a compiled configuration is run as the file it was compiled from', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'compiled-'));
  const source = join(directory, 'smtpd.conf');
  writeFileSync(source, 'listen on lo port 25\naction "a" maildir "DIR/mail/a"\nmatch from any for any action "a"\n');
  const compiled = spawnSync(process.execPath, [PROGRAM, 'compile', '-f', source], { encoding: 'utf8' });
  rmSync(directory, { recursive: true, force: true });
  expect(compiled.status, compiled.stderr).toBe(0);
  const server = await RunningServer.start(compiled.stdout);
  try {
    const recipient = `RCPT TO:<${OWNER.username}@a.example>`;
    await server.say('EHLO x', 'MAIL FROM:<bob@b.example>', recipient, 'DATA', 'Subject: compiled', '', '.', 'QUIT');
    await server.until(() => server.maildir('a').length === 1);
    expect(server.maildir('a')[0]).toContain('Subject: compiled');
  } finally {
    await server.stop();
  }
});
