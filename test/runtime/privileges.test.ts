import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunningServer } from './running-server.js';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: the network process of a server that root started: only root can start one');

/** What docs/security.md says of the process that speaks with the network, asked of the system. */
describe.runIf(isRoot)('the network process of a server that root started', () => {
  let server: RunningServer;
  let network = 0;
  let uid = 0;

  beforeAll(async () => {
    server = await RunningServer.start(
      `
listen on lo port 25
action "a" maildir "DIR/mail/%{dest.user}"
action "later" relay host "smtp://127.0.0.1:1"
match from any for domain "a.example" action "a"
match from any for domain "later.example" action "later"
`,
      [],
      (directory) => {
        writeFileSync(join(directory, 'secret'), 'of root');
        chmodSync(join(directory, 'secret'), 0o600);
        mkdirSync(join(directory, 'home'), { mode: 0o700 });
      },
      true,
    );
    await server.until(() => /network is spoken to/.test(server.log));
    const [, id = '', process = ''] = /as user \S+ \((\d+)\), in process (\d+)/.exec(server.log) ?? [];
    uid = Number(id);
    network = Number(process);
    // Threads for the disk begin with the first message.
    const text = ['DATA', 'Subject: x', '', '.'];
    const replies = await server.say('EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<x@later.example>', ...text);
    expect(replies.at(-1)).toMatch(/^250 /);
  });
  afterAll(() => server?.stop());

  const statuses = (): readonly string[] =>
    readdirSync(`/proc/${network}/task`).map((thread) =>
      readFileSync(`/proc/${network}/task/${thread}/status`, 'latin1'),
    );
  const field = (status: string, name: string): readonly string[] =>
    new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim().split(/\s+/) ?? [];

  test('is nobody but the daemon’s user in any of its threads', () => {
    expect(uid).not.toBe(0);
    expect(statuses().length).toBeGreaterThan(4);
    for (const status of statuses()) {
      expect(new Set(field(status, 'Uid'))).toEqual(new Set([String(uid)]));
      expect(new Set(field(status, 'Gid')).size).toBe(1);
      expect(field(status, 'Groups')).toEqual([field(status, 'Gid')[0]]);
      expect(field(status, 'Gid')[0]).not.toBe('0');
    }
  });

  test.each(['CapInh', 'CapPrm', 'CapEff', 'CapAmb'])('has no capabilities: %s', (set) => {
    for (const status of statuses()) expect(field(status, set)[0]).toMatch(/^0+$/);
  });

  test('holds nothing open but sockets, pipes and the directory of the queue', () => {
    const held = readdirSync(`/proc/${network}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${network}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
    const queue = join(server.directory, 'spool/queue');
    expect(held).toContain(queue);
    expect(held.filter((one) => !/^(?:socket:|pipe:|anon_inode:|\/dev\/null$)/.test(one) && one !== queue)).toEqual([]);
  });

  test('cannot read what is root’s, as others cannot read the spool', () => {
    const status = (as: number, program: string, path: string): number | null =>
      spawnSync(program, [path], { uid: as, gid: as }).status;
    expect(status(uid, '/bin/cat', join(server.directory, 'secret'))).not.toBe(0);
    expect(status(uid, '/bin/ls', join(server.directory, 'home'))).not.toBe(0);
    const stranger = uid + 1;
    for (const part of ['queue', 'incoming', 'corrupt']) {
      const path = join(server.directory, 'spool', part);
      expect(statSync(path).uid).toBe(uid);
      expect(status(stranger, '/bin/ls', path)).not.toBe(0);
      expect(status(uid, '/bin/ls', path)).toBe(0);
    }
  });
});
