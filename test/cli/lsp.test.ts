import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { BAD, check, directoryWith, PROGRAM } from './program.js';

test('lsp --stdio is a language server, which checks a file, and ends as it is told to', async () => {
  const directory = directoryWith({ 'smtpd.conf': '' });
  const server = spawn(process.execPath, [PROGRAM, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => {
    server.on('exit', resolve);
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published = new Promise((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', resolve);
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const uri = `file://${join(directory, 'smtpd.conf')}`;
  const textDocument = { uri, languageId: 'smtpd-conf', version: 1, text: BAD };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  expect(await published).toMatchObject({ uri, version: 1, diagnostics: [{ code: 'undefined-action' }] });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

test('lsp asks how to speak', () => {
  check({ args: ['lsp'], status: 2, stderr: /say how the editor speaks to the server: smtpd-lint lsp --stdio/ });
});
