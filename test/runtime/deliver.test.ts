import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeliveryJob, type DeliveryResult, deliver } from '@smtpd-conf/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'deliver-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A message in pieces of a size that cuts lines. */
async function* pieces(text: string, size = 7): AsyncIterable<Uint8Array> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size), 'latin1');
}

const run = (job: DeliveryJob, text: string): Promise<DeliveryResult> => deliver(job, pieces(text));

/** The contents of the files below a directory, by path; directories without files end in a slash. */
function tree(directory: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) Object.assign(found, tree(path, `${prefix}${entry.name}/`));
    else found[`${prefix}${entry.name.replace(/^\d+\.[0-9a-f]{8}\./, 'TIME.RANDOM.')}`] = readFileSync(path, 'latin1');
  }
  return found;
}

describe('maildir', () => {
  const job = (more: Partial<Extract<DeliveryJob, { type: 'maildir' }>> = {}): DeliveryJob => ({
    type: 'maildir',
    path: join(home, 'Maildir'),
    junk: false,
    hostname: 'mx.example.org',
    ...more,
  });
  const MAIL = 'Subject: x\n\ntext\n';
  const SPAM = `X-Spam: yes\n${MAIL}`;

  test.each<readonly [name: string, more: Parameters<typeof job>[0], mail: string, path: string]>([
    ['a message', {}, MAIL, 'Maildir/new/'],
    ['spam without junk', {}, SPAM, 'Maildir/new/'],
    ['spam with junk', { junk: true }, SPAM, 'Maildir/.Junk/new/'],
    ['a word in the text is no mark', { junk: true }, `${MAIL}\nX-Spam: yes\n`, 'Maildir/new/'],
    ['a folder that is not there', { extension: 'lists' }, MAIL, 'Maildir/new/'],
    ['a folder that is there', { extension: 'old' }, MAIL, 'Maildir/.old/new/'],
    ['a folder with odd characters', { extension: 'a/../b' }, MAIL, 'Maildir/.a:..:b/new/'],
    ['an extension that climbs', { extension: '../..' }, MAIL, 'Maildir/new/'],
  ])('%s goes to its place', async (_name, more, mail, path) => {
    mkdirSync(join(home, 'Maildir/.old'), { recursive: true });
    mkdirSync(join(home, 'Maildir/.a:..:b'), { recursive: true });
    expect(await run(job(more), mail)).toEqual({ outcome: 'ok', text: 'Delivered' });
    expect(tree(home)).toEqual({ [`${path}TIME.RANDOM.mx.example.org`]: mail });
    expect(statSync(join(home, 'Maildir/tmp')).mode & 0o777).toBe(0o700);
  });

  test('a place that cannot be used is a failure for now, and leaves nothing', async () => {
    writeFileSync(join(home, 'Maildir'), 'a file');
    expect((await run(job(), MAIL)).outcome).toBe('tempfail');
    expect(tree(home)).toEqual({ Maildir: 'a file' });
  });

  test('a message that breaks off leaves nothing', async () => {
    async function* broken(): AsyncIterable<Uint8Array> {
      yield Buffer.from('Subject: x\n');
      throw new Error('gone');
    }
    expect((await deliver(job(), broken())).outcome).toBe('tempfail');
    expect(tree(home)).toEqual({});
  });
});

describe('mbox', () => {
  const job = (plainFile = true): DeliveryJob => ({
    type: 'mbox',
    path: join(home, 'alice'),
    sender: 'bob@example.org',
    plainFile,
  });
  const MAIL = 'Subject: x\n\nFrom here\nFrom there\n\n\nFrom afar\n>From\nno end';
  const masked = (): string => readFileSync(join(home, 'alice'), 'latin1').replace(/(?<=^From bob\S+ ).*$/gm, 'DATE');

  test('messages follow each other; what looks like a beginning after an empty line is quoted', async () => {
    await run(job(), MAIL);
    await run(job(), '');
    const quoted = MAIL.replace('\nFrom here', '\n>From here').replace('\n\nFrom afar', '\n\n>From afar');
    expect(masked()).toBe(`From bob@example.org DATE\n${quoted}\n\nFrom bob@example.org DATE\n\n`);
    expect(statSync(join(home, 'alice')).mode & 0o777).toBe(0o600);
  });

  test('a file of an alias quotes all of them', async () => {
    await run(job(false), 'a: b\n\nx\nFrom y\n');
    expect(masked()).toBe('From bob@example.org DATE\na: b\n\nx\n>From y\n\n');
  });

  test.each<readonly [string, () => void]>([
    ['a symbolic link', () => symlinkSync(join(home, 'victim'), join(home, 'alice'))],
    ['a dangling symbolic link', () => symlinkSync(join(home, 'nowhere'), join(home, 'alice'))],
    ['a hard link', () => linkSync(join(home, 'victim'), join(home, 'alice'))],
    ['a directory', () => mkdirSync(join(home, 'alice'))],
  ])('%s is never written through', async (_name, plant) => {
    writeFileSync(join(home, 'victim'), 'mine\n');
    plant();
    expect((await run(job(), MAIL)).outcome).toBe('tempfail');
    expect(readFileSync(join(home, 'victim'), 'latin1')).toBe('mine\n');
    expect(existsSync(join(home, 'nowhere'))).toBe(false);
  });

  test('what did not arrive whole is taken back', async () => {
    await run(job(), 'a: b\n\nfirst\n');
    const before = readFileSync(join(home, 'alice'), 'latin1');
    async function* broken(): AsyncIterable<Uint8Array> {
      yield Buffer.from('Subject: second\n');
      throw new Error('gone');
    }
    expect((await deliver(job(), broken())).outcome).toBe('tempfail');
    expect(readFileSync(join(home, 'alice'), 'latin1')).toBe(before);
  });
});

describe('a command', () => {
  const job = (command: string): DeliveryJob => ({
    type: 'command',
    command,
    environment: { PATH: '/bin:/usr/bin', SENDER: 'bob@example.org' },
    directory: home,
  });

  test('gets the message, its environment and nothing else', async () => {
    process.env.SECRET_OF_THE_PARENT = 'x';
    expect(await run(job('cat > got; env | sort > env; pwd > cwd'), 'a: b\n\nc\n')).toMatchObject({ outcome: 'ok' });
    delete process.env.SECRET_OF_THE_PARENT;
    expect(tree(home)).toMatchObject({ got: 'a: b\n\nc\n', cwd: `${home}\n` });
    expect(readFileSync(join(home, 'env'), 'utf8')).not.toContain('SECRET_OF_THE_PARENT');
    expect(readFileSync(join(home, 'env'), 'utf8')).toContain('SENDER=bob@example.org\n');
  });

  test.each<readonly [string, DeliveryResult]>([
    ['cat; exit 75', { outcome: 'tempfail', text: 'exited abnormally', status: 75 }],
    ['cat >/dev/null; echo no; echo such user >&2; exit 67', { outcome: 'permfail', text: '"such user"', status: 67 }],
    ['cat >/dev/null; exit 1', { outcome: 'permfail', text: 'exited abnormally', status: 1 }],
    ['cat >/dev/null; kill -9 $$', { outcome: 'tempfail', text: 'terminated; signal 9' }],
  ])('%s', async (command, expected) => {
    const mail = command.startsWith('cat; ') ? '' : 'a: b\n\nc\n';
    expect(await run(job(command), mail)).toEqual(expected);
  });

  test('one that ends well without taking all of a large message has not delivered it', async () => {
    expect(await deliver(job('exit 0'), pieces('x\n'.repeat(500_000), 65536))).toEqual({
      outcome: 'tempfail',
      text: 'mda exited prematurely',
    });
  });
});

describe('lmtp', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    server = undefined;
  });

  /** A server on a socket that answers command by command; what it was told. */
  async function listen(answers: Readonly<Record<string, string>>): Promise<string[]> {
    const told: string[] = [];
    server = createServer((socket) => {
      let data = false;
      let rest = '';
      socket.on('error', () => undefined);
      socket.write(`${answers.banner ?? '220 hello'}\r\n`);
      socket.on('data', (bytes) => {
        const lines = (rest + bytes.toString('latin1')).split('\r\n');
        rest = lines.pop() as string;
        for (const line of lines) {
          told.push(line);
          if (data && line !== '.') continue;
          const verb = data ? '.' : (line.split(' ')[0] as string);
          data = verb === 'DATA' && answers.DATA === undefined;
          socket.write(`${answers[verb] ?? (verb === 'DATA' ? '354 go on' : '250 ok')}\r\n`);
        }
      });
    });
    await new Promise<void>((resolve) => server?.listen(join(home, 'lmtp'), resolve));
    return told;
  }

  const job = (destination = join(home, 'lmtp')): DeliveryJob => ({
    type: 'lmtp',
    destination,
    sender: 'bob@example.org',
    recipient: 'alice',
  });

  test('the dialogue, with dots doubled', async () => {
    const told = await listen({ LHLO: '250-x\r\n250 y' });
    expect(await run(job(), '.a: b\n\n..\n.\nc')).toEqual({ outcome: 'ok', text: 'Delivered' });
    expect(told.filter((line) => line !== 'QUIT')).toEqual([
      ...['LHLO localhost', 'MAIL FROM:<bob@example.org>', 'RCPT TO:<alice>', 'DATA'],
      ...['..a: b', '', '...', '..', 'c', '.'],
    ]);
  });

  test.each<readonly [Readonly<Record<string, string>>, DeliveryResult]>([
    [{ RCPT: '550 no' }, { outcome: 'permfail', text: '"mail.lmtp: LMTP server error: 550 no"', status: 69 }],
    [{ RCPT: '450 later' }, { outcome: 'tempfail', text: '"mail.lmtp: LMTP server error: 450 later"', status: 75 }],
    [{ '.': '452 full' }, { outcome: 'tempfail', text: '"mail.lmtp: LMTP server error: 452 full"', status: 75 }],
    [{ banner: 'hello' }, { outcome: 'tempfail', text: '"mail.lmtp: LMTP server sent an invalid line"', status: 75 }],
  ])('%o', async (answers, expected) => {
    await listen(answers);
    expect(await run(job(), 'a: b\n\nc\n')).toEqual(expected);
  });

  test.each(['/nowhere/lmtp', '127.0.0.1:1', '[::1', 'localhost:lmtp'])('%s cannot be reached for now', async (to) => {
    expect((await run(job(to), 'x\n')).outcome).toBe('tempfail');
  });
});
