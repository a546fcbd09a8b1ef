import { type ChildProcess, spawn } from 'node:child_process';
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
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
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

test('a message that is no JSON is left out', async () => {
  const { server, connection, ended } = await start();
  server.stdin?.write('Content-Length: 9\r\n\r\nnonsense!');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

test('lsp asks how to speak', () => {
  check({ args: ['lsp'], status: 2, stderr: /say how the editor speaks to the server: smtpd-lint lsp --stdio/ });
});
