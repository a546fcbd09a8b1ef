import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../../cli/program.js';
import { freePort, RunningServer } from '../running-server.js';

describe('ctl, while a server that mail goes to says nothing', () => {
  let silent: Server;
  let port: number;
  let server: RunningServer;
  beforeAll(async () => {
    port = await freePort();
    silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    server = await RunningServer.start(`
listen on lo port 25
action "out" relay host smtp://127.0.0.1:${port}
match from any for any action "out"
`);
    await server.say(
      'EHLO x',
      'MAIL FROM:<a@a.example>',
      'RCPT TO:<b@b.example>',
      'DATA',
      'Subject: x',
      '',
      '.',
      'QUIT',
    );
    await server.until(() => server.log.includes(' mta connected'));
  });
  afterAll(async () => {
    await server?.kill();
    await server?.stop();
    silent?.close();
  });

  const told = (what: string): readonly unknown[] =>
    server
      .control('--format', 'json', 'show', what)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));

  test('tells of the host, the route and the relay in JSON', () => {
    const since = { sinceConnected: expect.any(Number) };
    const host = { address: '127.0.0.1', name: expect.any(String) };
    expect(told('hosts')).toEqual([{ type: 'host', ...host, references: 2, connections: 1, ...since }]);
    const route = { type: 'route', id: 1, source: '[]', ...host, isNew: true, isDisabled: false };
    expect(told('routes')).toEqual([{ ...route, connections: 1, penalty: 0 }]);
    const relay = { type: 'relay', name: `[relay:127.0.0.1,port=${port},smtp,mx]`, tasks: 1, waitsFor: ['connector'] };
    const sources = [{ source: '[]', connections: 1, ...since }];
    expect(told('relays')).toEqual([{ ...relay, connections: 1, ...since, sources }]);
    expect(told('hoststats')).toEqual([]);
  });

  test('resumes routes', () => {
    expect(server.control('resume', 'route', 'all')).toBe('command succeeded\n');
  });

  test.each(['text', 'json'])('monitor counts on, in %s', async (format) => {
    const args = [PROGRAM, 'ctl', '--spool', join(server.directory, 'spool'), '--format', format, 'monitor'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const lines: string[] = [];
    const wanted = format === 'text' ? 4 : 2;
    for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === wanted) break;
    child.kill();
    await ended;
    if (format === 'json') {
      expect(lines.map((line) => JSON.parse(line))).toEqual([1, 2].map(() => expect.objectContaining({ enqueued: 1 })));
    } else {
      expect(lines[0]).toMatch(/^--- client ---/);
      expect(lines[2]).toMatch(/^ +\d+ +\d+ +\d+ +1 +1 +0 /);
      expect(lines[3]).toMatch(/^ +\d+ +0 +0 +1 +0 +0 /);
    }
  });
});
