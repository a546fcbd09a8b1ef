import { execFileSync } from 'node:child_process';
import { createConnection, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { OWNER, RunningServer } from './running-server.js';

const FILES = 120;
/** smtp.c:smtp_setup_events: half of the files, less five. */
const CLIENTS = 55;

test('clients beyond half of the files that may be open are turned away, until others leave', {
  timeout: 60_000,
}, async () => {
  const server = await RunningServer.start(`
listen on lo port 25
action "a" mda "true"
match from any for local action "a"
`);
  const sockets: Socket[] = [];
  const greeting = (): Promise<string> => {
    const socket = createConnection(server.port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    return new Promise((resolve) => {
      socket.once('data', (bytes) => resolve(bytes.toString('latin1').slice(0, 4)));
      socket.once('close', () => resolve('closed'));
    });
  };
  try {
    // What it may open is asked when it begins to serve, which it does anew.
    execFileSync('prlimit', ['--pid', String(server.pid), `--nofile=${FILES}:${FILES}`], {
      ...(process.getuid?.() === 0 ? { uid: OWNER.uid, gid: OWNER.gid } : {}),
    });
    server.signal('SIGHUP');
    await server.until(() => server.log.split('listening on').length === 3);
    for (let n = 0; n < CLIENTS; n += 1) expect(await greeting()).toBe('220 ');
    expect(await greeting()).toBe('closed');
    await server.logged(`${CLIENTS} clients already`);
    sockets[0]?.destroy();
    await server.until(() => sockets[0]?.closed === true);
    const next = async (): Promise<string> => {
      for (;;) if ((await greeting()) === '220 ') return '220 ';
    };
    expect(await next()).toBe('220 ');
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
});
