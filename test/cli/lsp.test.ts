import { type ChildProcess, spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { BAD, check, directoryWith, PROGRAM } from './program.js';

interface Started {
  readonly server: ChildProcess;
  readonly connection: ProtocolConnection;
  /** The exit status, once there is one. */
  readonly ended: Promise<number | null>;
}

/** A language server in a process of its own, which has been greeted. */
async function start(): Promise<Started> {
  const server = spawn(process.execPath, [PROGRAM, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => {
    server.on('exit', resolve);
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { workspaceFolders: true } },
  });
  await connection.sendNotification('initialized', {});
  return { server, connection, ended };
}

test('lsp --stdio is a language server, which checks a file, and ends as it is told to', async () => {
  const directory = directoryWith({ 'smtpd.conf': '' });
  const { connection, ended } = await start();
  const published = new Promise((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', resolve);
  });
  const uri = `file://${join(directory, 'smtpd.conf')}`;
  const textDocument = { uri, languageId: 'smtpd-conf', version: 1, text: BAD };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  expect(await published).toMatchObject({ uri, version: 1, diagnostics: [{ code: 'undefined-action' }] });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

test('a language server that is told to exit without a shutdown ends with status 1', async () => {
  const { connection, ended } = await start();
  await connection.sendNotification('exit');
  expect(await ended).toBe(1);
});

test('a language server whose client is gone ends', async () => {
  const { server, ended } = await start();
  server.stdin?.end();
  expect(await ended).not.toBeNull();
});

test('a language server whose client is gone after a shutdown has done what it should', async () => {
  const { server, connection, ended } = await start();
  await connection.sendRequest('shutdown');
  server.stdin?.end();
  expect(await ended).toBe(0);
});

test('a client that cannot be understood any more is told so, and the server ends', async () => {
  const { server, connection, ended } = await start();
  const said = new Promise((resolve) => connection.onNotification('window/logMessage', resolve));
  server.stdin?.write('Content-Length: lots\r\n\r\n{}');
  expect(await said).toMatchObject({ message: expect.stringContaining('start the server again') });
  expect(await ended).toBe(1);
});

test.each(['--socket', '--pipe'])('lsp %s speaks to a client that listens, and ends when it is gone', async (way) => {
  const directory = directoryWith({});
  const listener = createServer();
  await new Promise<void>((resolve) => {
    if (way === '--pipe') listener.listen(join(directory, 'lsp.sock'), resolve);
    else listener.listen(0, '127.0.0.1', resolve);
  });
  const address = listener.address();
  const where = typeof address === 'string' ? address : address?.port;
  const connected = new Promise<Socket>((resolve) => listener.once('connection', resolve));
  const server = spawn(process.execPath, [PROGRAM, 'lsp', `${way}=${where}`], { stdio: 'inherit' });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const socket = await connected;
  const connection = createProtocolConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  connection.listen();
  const { serverInfo } = await connection.sendRequest<{ serverInfo: { name: string } }>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  expect(serverInfo.name).toBe('smtpd-lint');
  socket.destroy();
  expect(await ended).toBe(1);
  listener.close();
});

test('links: configurations and includes behind them are read, circles and broken ones are not followed', async () => {
  const directory = directoryWith({
    'real/smtpd.conf': 'include "part.conf"\nmatch for any action "b"\n',
    'real/part.conf': 'action "a" mbox\n',
  });
  const link = (target: string, path: string): void => symlinkSync(target, join(directory, path));
  link('smtpd.conf', 'real/other.smtpd.conf');
  link('../real/part.conf', 'real/linked.conf');
  link('.', 'real/circle');
  link('nowhere', 'real/broken.smtpd.conf');
  link('real', 'mail');
  const { connection, ended } = await start();
  const uri = (path: string): string => `file://${join(directory, path)}`;
  await connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: uri('mail'), name: 'mail' }], removed: [] },
  });
  const codes = (items: readonly { code: string }[]) =>
    items.map(({ code }) => code).filter((code) => code !== 'include-relative');
  const { items } = await connection.sendRequest<{ items: { uri: string; items: { code: string }[] }[] }>(
    'workspace/diagnostic',
    { previousResultIds: [] },
  );
  const faulty = items.filter((one) => codes(one.items).length > 0);
  expect(faulty.map((one) => [one.uri, ...codes(one.items)])).toEqual([
    [uri('mail/other.smtpd.conf'), 'undefined-action'],
    [uri('mail/smtpd.conf'), 'undefined-action'],
  ]);
  const text = 'include "linked.conf"\nmatch for any action "a"\n';
  const textDocument = { uri: uri('mail/smtpd.conf'), languageId: 'smtpd-conf', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  const definition = await connection.sendRequest('textDocument/definition', {
    textDocument,
    position: { line: 1, character: 23 },
  });
  expect(definition).toMatchObject([{ uri: uri('mail/linked.conf') }]);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

test('lsp asks how to speak', () => {
  check({ args: ['lsp'], status: 2, stderr: /say how the editor speaks to the server: smtpd-lint lsp --stdio/ });
});
