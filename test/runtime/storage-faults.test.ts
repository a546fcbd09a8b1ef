import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { analyze } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { Source } from '@smtpd-conf/grammar';
import { DiskQueue, type MailServer, OwnPrivileges, startMailServer } from '@smtpd-conf/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FailingDisk, OPERATIONS } from './failing-disk.js';
import { freePort, OWNER, RunningServer } from './running-server.js';
import { sayLines } from './say-lines.js';

const MESSAGE = ['EHLO x', 'MAIL FROM:<>', `RCPT TO:<${OWNER.username}@a.example>`, 'DATA', 'Subject: x', '', '.'];

describe('an operation of the disk fails', () => {
  let spool: string;
  let server: MailServer | undefined;
  beforeEach(() => {
    spool = mkdtempSync(join(tmpdir(), 'faults-'));
  });
  afterEach(async () => {
    await server?.stop(0);
    rmSync(spool, { recursive: true, force: true });
  });

  async function start(disk: FailingDisk): Promise<{ port: number; log: string[] }> {
    const port = await freePort();
    const text = `
listen on lo port ${port}
action "a" mda "exit 75"
match from any for domain "a.example" action "a"
`;
    const world = new SystemWorld();
    const { config } = analyze(Source.fromBytes('smtpd.conf', Buffer.from(text)), world);
    const log: string[] = [];
    const options = { config, files: world, log: (line: string) => void log.push(line) };
    server = await startMailServer({
      ...options,
      spool: join(spool, 'spool'),
      root: '',
      portOffset: 0,
      bind: '127.0.0.1',
      privileges: new OwnPrivileges(options),
      submission: 'owner',
      verbose: false,
      tracing: [],
      queueFiles: disk,
      fatal: (why) => void log.push(why),
    });
    return { port, log };
  }

  test.each(OPERATIONS)(
    '%s: the client hears of it, nothing is promised, and the server lives on',
    async (operation) => {
      const disk = new FailingDisk();
      const { port, log } = await start(disk);
      disk.failing = operation;
      const refused = (await sayLines(port, MESSAGE)).find((reply) => /^[45]/.test(reply));
      expect(refused).toMatch(/^4/);
      expect(log.join('\n')).toContain('ENOSPC');
      expect(readdirSync(join(spool, 'spool/queue'))).toEqual([]);
      disk.failing = undefined;
      expect((await sayLines(port, MESSAGE)).at(-1)).toMatch(/^250 .* Message accepted for delivery$/);
      await server?.stop(1000);
      const { waiting, setAside } = await DiskQueue.open(join(spool, 'spool'));
      expect(waiting).toHaveLength(1);
      expect(setAside).toEqual([]);
    },
  );

  test('250 is said when the file was synced, renamed, and its directory synced', async () => {
    const disk = new FailingDisk();
    const { port } = await start(disk);
    disk.done.length = 0;
    expect((await sayLines(port, MESSAGE)).at(-1)).toMatch(/^250/);
    const order = disk.done.filter((one) => ['write', 'sync', 'rename', 'directory sync'].includes(one));
    expect(order.slice(0, 4)).toEqual(['write', 'sync', 'rename', 'directory sync']);
  });
});

describe('a queue that cannot note what is done', () => {
  let spool: string;
  beforeEach(() => {
    spool = mkdtempSync(join(tmpdir(), 'faults-'));
  });
  afterEach(() => rmSync(spool, { recursive: true, force: true }));

  test('forgets nothing: the note is made with the next one', async () => {
    const disk = new FailingDisk();
    const { queue } = await DiskQueue.open(spool, disk);
    const put = async (): Promise<string> => {
      const writer = await queue.create();
      const id = `${writer.id}00000001`;
      await queue.commit(writer, [{ envelope: { id }, progress: { retries: 0 } } as never]);
      return id;
    };
    const [first, second] = [await put(), await put()];
    disk.failing = 'unlink';
    expect(await queue.finish(first, 'delivered')).toContain('ENOSPC');
    expect(queue.has(first)).toBe(false);
    disk.failing = undefined;
    expect(await queue.finish(second, 'delivered')).toBeUndefined();
    expect((await DiskQueue.open(spool)).waiting).toEqual([]);
  });
});

const CAN_MOUNT =
  userInfo().uid === 0 && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0;
if (!CAN_MOUNT) console.warn('skipped: full and read-only disks need root, who may mount');

describe.skipIf(!CAN_MOUNT)('the disk', () => {
  let server: RunningServer | undefined;
  const mount = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  afterEach(async () => {
    const spool = join(server?.directory ?? '', 'spool');
    await server?.kill();
    spawnSync('umount', [spool]);
    await server?.stop();
  });

  async function start(): Promise<RunningServer> {
    server = await RunningServer.start(
      `
listen on lo port 25
action "a" maildir "DIR/mail/a"
match from any for domain "a.example" action "a"
`,
      [],
      (directory) => {
        mount('-t', 'tmpfs', '-o', `size=400k,uid=${OWNER.uid},gid=${OWNER.gid}`, 'spool', join(directory, 'spool'));
      },
    );
    return server;
  }

  test('is full: 4xx, and 250 again when there is room', async () => {
    const running = await start();
    const spool = join(running.directory, 'spool');
    const large = [...MESSAGE.slice(0, -1), ...Array.from({ length: 400 }, () => 'x'.repeat(70)), '.'];
    // What others fill it with; a message as a whole does not fit any more.
    writeFileSync(join(spool, 'ballast'), Buffer.alloc(392 * 1024));
    expect((await running.say(...large)).at(-1)).toMatch(/^4/);
    rmSync(join(spool, 'ballast'));
    expect((await running.say(...large)).at(-1)).toMatch(/^250 .* Message accepted/);
    await running.until(() => running.maildir('a').length === 1);
    await running.settled();
    expect(running.maildir('a')).toHaveLength(1);
  });

  test('is read-only: 4xx, and 250 again when it can be written', async () => {
    const running = await start();
    const spool = join(running.directory, 'spool');
    mount('-o', 'remount,ro', spool);
    expect((await running.say(...MESSAGE)).some((reply) => reply.startsWith('4'))).toBe(true);
    mount('-o', 'remount,rw', spool);
    expect((await running.say(...MESSAGE)).at(-1)).toMatch(/^250 .* Message accepted/);
    await running.until(() => running.maildir('a').length === 1);
  });
});
