import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opensslCiphers, tlsVersions } from '../../runtime/src/smtp/tls-words.js';
import { OWNER, RunningServer } from './running-server.js';

describe('words for TLS', () => {
  test.each([
    ['tlsv1.3', { oldest: 'TLSv1.3', newest: 'TLSv1.3' }],
    ['TLSv1.2, TLSv1.3', { oldest: 'TLSv1.2', newest: 'TLSv1.3' }],
    ['secure', { oldest: 'TLSv1.2', newest: 'TLSv1.3' }],
    ['all:!tlsv1.3', { oldest: 'TLSv1', newest: 'TLSv1.2' }],
    ['!tlsv1.0', { oldest: 'TLSv1.1', newest: 'TLSv1.3' }],
    ['sslv3', undefined],
    ['!all', undefined],
  ])('protocols %s', (words, expected) => {
    expect(tlsVersions(words)).toEqual(expected);
  });

  test('ciphers: libtls has names of its own, all others are OpenSSL’s', () => {
    expect(opensslCiphers('compat')).toBe('HIGH:!aNULL');
    expect(opensslCiphers('AES256-GCM-SHA384')).toBe('AES256-GCM-SHA384');
  });
});

/** The header of a PROXY connection (version 2) over IPv4, from 192.0.2.7 port 4660. */
const PROXIED = Buffer.from('0d0a0d0a000d0a515549540a2111000cc00002077f0000011234000a', 'hex');

/** What a server says to these bytes until it closes the connection. */
function said(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

describe('a listener behind a proxy', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await RunningServer.start(
      'listen on lo port 25 proxy-v2\naction "a" mda "true"\nmatch from src 192.0.2.7 for any action "a"\n',
    );
  });
  afterAll(() => server?.stop());

  test('takes the client that the header names', async () => {
    expect(await said(server.port, PROXIED)).toMatch(/^220 /);
    await server.until(() => server.log.includes('smtp connected address=192.0.2.7'));
  });

  test('reads what follows the header in the same packet as the client’s', async () => {
    expect(await said(server.port, Buffer.concat([PROXIED, Buffer.from('EHLO x\r\n')]))).toMatch(/^220 .*\r\n250-/);
  });

  test('says nothing to who brings none', async () => {
    expect(await said(server.port, Buffer.from('EHLO client.example\r\n'))).toBe('');
    await server.until(() => server.log.includes('reason="invalid signature"'));
  });
});

describe('a listener with TLS', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tls-'));
  let server: RunningServer;
  const path = (name: string): string => join(directory, name);

  beforeAll(async () => {
    const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
    const subject = ['-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    openssl('req', '-x509', ...subject, '-keyout', 'server.key', '-out', 'server.crt', '-subj', '/CN=mx.example');
    openssl('req', '-x509', ...subject, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=authority');
    openssl('req', ...subject, '-keyout', 'client.key', '-out', 'client.csr', '-subj', '/CN=client');
    openssl(
      'x509',
      '-req',
      '-in',
      'client.csr',
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-out',
      'client.crt',
    );
    const config = `
pki main cert "/server.crt"
pki main key "/server.key"
ca own cert "/ca.crt"
listen on lo port 25 smtps verify pki main ca own protocols "tlsv1.2"
action "a" mda "true"
match from any for any action "a"
`;
    // Below --root, files of whoever runs the server count as root's.
    server = await RunningServer.start(config, ['--root', 'DIR'], (root) => {
      for (const name of ['server.key', 'server.crt', 'ca.crt']) {
        writeFileSync(join(root, name), readFileSync(path(name)), { mode: 0o600 });
        if (process.getuid?.() === 0) chownSync(join(root, name), OWNER.uid, OWNER.gid);
      }
    });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The banner, or why there is none. */
  const banner = (options: ConnectionOptions): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
      socket.on('data', (bytes) => {
        resolve(bytes.toString('latin1'));
        socket.destroy();
      });
      socket.on('error', (error) => resolve(`error: ${error.message}`));
      socket.on('close', () => resolve('closed'));
    });

  test('greets who brings a certificate of its authority', async () => {
    const [cert, key] = ['client.crt', 'client.key'].map((name) => readFileSync(path(name)));
    expect(await banner({ cert, key })).toMatch(/^220 /);
  });

  test.each([
    ['nobody else', {}],
    ['nobody of another authority', { cert: 'server.crt', key: 'server.key' }],
  ])('and %s', async (_, { cert, key }: { cert?: string; key?: string }) => {
    const own = cert && key ? { cert: readFileSync(path(cert)), key: readFileSync(path(key)) } : {};
    expect(await banner(own)).not.toMatch(/^220 /);
  });

  test('speaks no version but those of its protocols', async () => {
    expect(await banner({ minVersion: 'TLSv1.3' })).toMatch(/^error: /);
  });
});
