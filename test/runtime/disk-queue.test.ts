import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskQueue, type QueuedEnvelope, type Waiting } from '@smtpd-conf/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ADDRESS = { user: 'alice', domain: 'example.org' };

const RULE = {
  number: 1,
  action: {
    type: 'local',
    name: 'local',
    method: { type: 'mbox' },
    userbase: '<getpwnam>',
    origin: { file: 0, line: 1, start: 0, end: 1 },
  },
} as const;

function waiting(id: string): Waiting {
  const envelope: QueuedEnvelope = {
    id,
    transport: 'mda',
    envelope: {
      tag: '',
      smtpname: 'mx',
      source: 'local',
      rdns: 'localhost',
      helo: 'localhost',
      authenticated: true,
      username: '',
      sender: ADDRESS,
      rcpt: ADDRESS,
      dest: ADDRESS,
      internal: false,
      bounce: false,
    },
    delivery: { type: 'local', user: 'älice', subAddress: '', node: 0, rule: RULE },
    dsn: { notify: [] },
    created: 1000,
    ttl: 3600,
  };
  return { envelope, progress: { retries: 0 } };
}

let spool: string;
beforeEach(() => {
  spool = mkdtempSync(join(tmpdir(), 'queue-'));
});
afterEach(() => rmSync(spool, { recursive: true, force: true }));

/** Commits a message to so many envelopes; their ids. */
async function put(queue: DiskQueue, text: string, envelopes: number): Promise<string[]> {
  const writer = await queue.create();
  writer.write(Buffer.from(text));
  const ids = Array.from({ length: envelopes }, (_, n) => writer.id + (n + 1).toString(16).padStart(8, '0'));
  await queue.commit(writer, ids.map(waiting));
  return ids;
}

function textOf(queue: DiskQueue, message: string): string | undefined {
  const opened = queue.openMessage(message);
  if (!opened) return undefined;
  const bytes = opened.file.read(opened.bytes, 0);
  opened.file.close();
  return Buffer.from(bytes).toString();
}

const idsOf = (all: readonly Waiting[]): string[] => all.map(({ envelope }) => envelope.id).sort();

describe('what was committed', () => {
  test('is there after a restart, with its text and how far it got', async () => {
    const { queue } = await DiskQueue.open(spool);
    const [first = '', second = ''] = await put(queue, 'Subject: x\n\ntext\n', 2);
    await queue.update(first, { retries: 3, lastTry: 2000, error: '451 later' });
    const again = await DiskQueue.open(spool);
    expect(idsOf(again.waiting)).toEqual([first, second].sort());
    expect(again.waiting.find(({ envelope }) => envelope.id === first)).toEqual({
      ...waiting(first),
      progress: { retries: 3, lastTry: 2000, error: '451 later' },
    });
    expect(textOf(again.queue, first.slice(0, 8))).toBe('Subject: x\n\ntext\n');
    expect(again.setAside).toEqual([]);
  });

  test('is gone with its last envelope, and not before', async () => {
    const { queue } = await DiskQueue.open(spool);
    const [first = '', second = ''] = await put(queue, 'text\n', 2);
    await queue.finish(first, 'delivered');
    const again = await DiskQueue.open(spool);
    expect(idsOf(again.waiting)).toEqual([second]);
    await again.queue.finish(second, 'failed');
    expect(readdirSync(join(spool, 'queue'))).toEqual([]);
    expect(textOf(again.queue, first.slice(0, 8))).toBeUndefined();
  });

  test('may be empty or large', async () => {
    const { queue } = await DiskQueue.open(spool);
    const [empty = ''] = await put(queue, '', 1);
    const [large = ''] = await put(queue, 'x'.repeat(300_000), 1);
    const again = (await DiskQueue.open(spool)).queue;
    expect(textOf(again, empty.slice(0, 8))).toBe('');
    expect(textOf(again, large.slice(0, 8))?.length).toBe(300_000);
  });
});

describe('what was not committed', () => {
  test('leaves nothing behind', async () => {
    const { queue } = await DiskQueue.open(spool);
    const dropped = await queue.create();
    dropped.write(Buffer.from('half a mess'));
    const aborted = await queue.create();
    await queue.abort(aborted);
    expect(readdirSync(join(spool, 'incoming'))).toEqual([dropped.id]);
    const again = await DiskQueue.open(spool);
    expect(again.waiting).toEqual([]);
    expect(readdirSync(join(spool, 'incoming'))).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test.each<readonly [what: string, damage: (path: string) => void, why: string]>([
    ['a file cut off', (path) => truncateSync(path, readFileSync(path).length - 5), 'its trailer does not fit it'],
    ['a file with more behind it', (path) => appendFileSync(path, 'x'), 'its trailer does not fit it'],
    [
      'damaged envelopes',
      (path) => writeFileSync(path, readFileSync(path, 'latin1').replace('"mda"', '"mtb"'), 'latin1'),
      'its envelopes are damaged',
    ],
    ['an empty file', (path) => truncateSync(path, 0), 'it is too short'],
  ])('%s is set aside, and the others stay', async (_what, damage, why) => {
    const { queue } = await DiskQueue.open(spool);
    const [broken = ''] = await put(queue, 'a\n', 1);
    const [whole = ''] = await put(queue, 'b\n', 1);
    damage(join(spool, 'queue', broken.slice(0, 8)));
    const again = await DiskQueue.open(spool);
    expect(idsOf(again.waiting)).toEqual([whole]);
    expect(again.setAside).toEqual([{ file: broken.slice(0, 8), why }]);
    expect(readdirSync(join(spool, 'corrupt'))).toEqual([broken.slice(0, 8)]);
  });

  test('a strange name is set aside', async () => {
    await DiskQueue.open(spool);
    writeFileSync(join(spool, 'queue', 'README'), 'hello');
    const { setAside } = await DiskQueue.open(spool);
    expect(setAside).toEqual([{ file: 'README', why: 'its name is no message id' }]);
  });

  test('notes of a message that is done with go after it', async () => {
    await DiskQueue.open(spool);
    writeFileSync(join(spool, 'queue', '0000abcd.log'), '');
    expect((await DiskQueue.open(spool)).setAside).toEqual([]);
    expect(readdirSync(join(spool, 'queue'))).toEqual([]);
  });

  test('a note of progress that was cut off is passed over', async () => {
    const { queue } = await DiskQueue.open(spool);
    const [id = ''] = await put(queue, 'a\n', 1);
    await queue.update(id, { retries: 1 });
    appendFileSync(join(spool, 'queue', `${id.slice(0, 8)}.log`), `{"id":"${id}","progr`);
    expect((await DiskQueue.open(spool)).waiting[0]?.progress).toEqual({ retries: 1 });
  });
});

test('many commits at once share their syncs and are all there', async () => {
  const { queue } = await DiskQueue.open(spool);
  const ids = (await Promise.all(Array.from({ length: 50 }, (_, n) => put(queue, `message ${n}\n`, 1)))).flat();
  expect(idsOf((await DiskQueue.open(spool)).waiting)).toEqual(ids.sort());
});
