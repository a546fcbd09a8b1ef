import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, OWNER, RunningServer } from './running-server.js';

/** A filter that writes down what it hears. */
const FILTER = `#!/bin/sh
while read -r line; do
  echo "$line" >>DIR/heard
  [ "$line" = 'config|ready' ] && printf 'register|report|smtp-out|*\\nregister|ready\\n'
done
`;

/** What a filter of an action heard of four messages, each sent when the one before was done with: recorded from smtpd 6.8.0p2. */
const HEARD = `config|subsystem|smtp-out
config|admd|mx.example.test
config|ready
link-connect|SESSION|NAME|pass|ADDRESS|PEER
protocol-server|SESSION|220 peer.example.test ESMTP
link-greeting|SESSION|peer.example.test
protocol-client|SESSION|EHLO mx.example.test
link-identify|SESSION|EHLO|mx.example.test
protocol-server|SESSION|250-peer.example.test
protocol-server|SESSION|250 HELP
protocol-client|SESSION|MAIL FROM:<>
protocol-server|SESSION|250 2.0.0 Ok
tx-begin|SESSION|MESSAGE
tx-mail|SESSION|MESSAGE|ok|
protocol-client|SESSION|RCPT TO:<one@y.test>
tx-envelope|SESSION|MESSAGE|ENVELOPE
protocol-server|SESSION|250 2.0.0 Ok
tx-rcpt|SESSION|MESSAGE|ok|one@y.test
protocol-client|SESSION|DATA
protocol-server|SESSION|354 go
tx-data|SESSION|MESSAGE|ok
protocol-client|SESSION|.
protocol-server|SESSION|250 2.0.0 taken
tx-commit|SESSION|MESSAGE|FIRST
tx-reset|SESSION|MESSAGE
protocol-client|SESSION|MAIL FROM:<>
protocol-server|SESSION|250 2.0.0 Ok
tx-begin|SESSION|MESSAGE
tx-mail|SESSION|MESSAGE|ok|
protocol-client|SESSION|RCPT TO:<never@y.test>
tx-envelope|SESSION|MESSAGE|ENVELOPE
protocol-server|SESSION|550 5.1.1 nobody
tx-rollback|SESSION|MESSAGE
tx-reset|SESSION|MESSAGE
protocol-client|SESSION|RSET
protocol-server|SESSION|250 2.0.0 Ok
protocol-client|SESSION|MAIL FROM:<>
protocol-server|SESSION|250 2.0.0 Ok
tx-begin|SESSION|MESSAGE
tx-mail|SESSION|MESSAGE|ok|
protocol-client|SESSION|RCPT TO:<later@y.test>
tx-envelope|SESSION|MESSAGE|ENVELOPE
protocol-server|SESSION|451 4.3.0 not now
tx-rollback|SESSION|MESSAGE
tx-reset|SESSION|MESSAGE
protocol-client|SESSION|RSET
protocol-server|SESSION|250 2.0.0 Ok
protocol-client|SESSION|MAIL FROM:<>
protocol-server|SESSION|250 2.0.0 Ok
tx-begin|SESSION|MESSAGE
tx-mail|SESSION|MESSAGE|ok|
protocol-client|SESSION|RCPT TO:<three@y.test>
tx-envelope|SESSION|MESSAGE|ENVELOPE
protocol-server|SESSION|250 2.0.0 Ok
tx-rcpt|SESSION|MESSAGE|ok|three@y.test
protocol-client|SESSION|DATA
protocol-server|SESSION|354 go
tx-data|SESSION|MESSAGE|ok
protocol-client|SESSION|.
protocol-server|SESSION|250 2.0.0 taken
tx-commit|SESSION|MESSAGE|BOTH
tx-reset|SESSION|MESSAGE
protocol-client|SESSION|QUIT
protocol-server|SESSION|221 bye
link-disconnect|SESSION`.split('\n');

const messages: string[] = [];
const sockets = new Set<Socket>();
let peer: Server;
let peerPort = 0;
let server: RunningServer;

beforeAll(async () => {
  peerPort = await freePort();
  peer = createServer(serve).listen(peerPort, '127.0.0.1');
  const config = `mta limit session-keepalive 1
filter out proc-exec "DIR/filter"
listen on lo port 25 hostname mx.example.test
action "out" relay host smtp://127.0.0.1:${peerPort} helo mx.example.test filter out
match from any for any action "out"
`;
  server = await RunningServer.start(config, ['--target', '6.8.0'], (directory) => {
    const filter = join(directory, 'filter');
    writeFileSync(filter, FILTER.replaceAll('DIR', directory));
    chmodSync(filter, 0o755);
    if (process.getuid?.() === 0) chownSync(directory, OWNER.uid, OWNER.gid);
  });
}, 30_000);

afterAll(async () => {
  await server?.stop();
  for (const socket of sockets) socket.destroy();
  peer?.close();
});

test('filters of an action hear of its sessions what the daemon tells them', { timeout: 60_000 }, async () => {
  const done = ['one', 'never', 'later', 'three'];
  for (const [at, user] of done.entries()) {
    const lines = ['EHLO c', 'MAIL FROM:<>', `RCPT TO:<${user}@y.test>`, 'DATA', `Subject: ${user}`, '', '.dot', '.'];
    await server.say(...lines);
    await server.until(() => (server.log.match(/mta delivery/g) ?? []).length > at);
  }
  const heard = (): string[] => readFileSync(join(server.directory, 'heard'), 'latin1').trimEnd().split('\n');
  while (!heard().at(-1)?.includes('link-disconnect')) await new Promise((resolve) => setTimeout(resolve, 100));
  const [first = 0, second = 0] = messages.map(({ length }) => length);
  // The daemon adds up what goes over a session.
  const expected = HEARD.map((line) => line.replace('FIRST', `${first}`).replace('BOTH', `${first + second}`));
  const told = heard().map(masked);
  const from = told.indexOf('config|subsystem|smtp-out');
  expect(told.slice(from).map((line) => line.replace(/^config\|admd\|.*/, 'config|admd|mx.example.test'))).toEqual(
    expected,
  );
});

function masked(line: string): string {
  return line
    .replace(/^report\|0\.6\|\d+\.\d{6}\|smtp-out\|/, '')
    .replace(/^(link-connect\|\w+)\|[^|]+/, '$1|NAME')
    .replace(/^([a-z-]+)\|[0-9a-f]{16}/, '$1|SESSION')
    .replace(/\|[0-9a-f]{16}$/, '|ENVELOPE')
    .replace(/^(tx-[a-z]+\|SESSION)\|[0-9a-f]{8}/, '$1|MESSAGE')
    .replace(`127.0.0.1:${peerPort}`, 'PEER')
    .replace(/127\.0\.0\.1:\d+/, 'ADDRESS');
}

/** A server that takes messages, keeping their bytes, and refuses two recipients. */
function serve(socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  let text = '';
  let message: string | undefined;
  socket.write('220 peer.example.test ESMTP\r\n');
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (message !== undefined && line !== '.') message += `${line}\r\n`;
      else socket.write(`${answerTo(line)}\r\n`);
    }
  });
  const answerTo = (line: string): string => {
    if (message !== undefined) {
      messages.push(message);
      message = undefined;
      return '250 2.0.0 taken';
    }
    if (line.startsWith('EHLO')) return '250-peer.example.test\r\n250 HELP';
    if (line.startsWith('RCPT TO:<never')) return '550 5.1.1 nobody';
    if (line.startsWith('RCPT TO:<later')) return '451 4.3.0 not now';
    if (line === 'QUIT') return '221 bye';
    if (line === 'DATA') message = '';
    return line === 'DATA' ? '354 go' : '250 2.0.0 Ok';
  };
}
