import { randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { chmod, mkdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DELIVERED, type DeliveryJob, type DeliveryResult } from '../../deliver/job.js';
import { type DiskFile, openDiskFile } from '../disk-file.js';
import { failedAgent } from './result.js';

type MaildirJob = Extract<DeliveryJob, { type: 'maildir' }>;

/** Delivers into a maildir, making it where there is none (mail.maildir.c:maildir_engine). */
export async function deliverMaildir(job: MaildirJob, message: AsyncIterable<Uint8Array>): Promise<DeliveryResult> {
  try {
    await makeMaildir(job.path);
    const junk = join(job.path, '.Junk');
    if (job.junk) await makeMaildir(junk);
    const folder = await extensionFolder(job);
    const name = `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}.${job.hostname}`;
    const temporary = join(folder, 'tmp', name);
    const file = await again(folder, () => openDiskFile(temporary, 'wx', 0o600));
    try {
      const spam = await writeMessage(file, message);
      await file.sync();
      const target = job.junk && spam ? junk : folder;
      await again(target, () => renameSync(temporary, join(target, 'new', name)));
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    } finally {
      file.close();
    }
    return DELIVERED;
  } catch (error) {
    return failedAgent('mail.maildir', error);
  }
}

/** Does something in a maildir, which is made again where it was there and is gone. */
async function again<T>(folder: string, work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  known.delete(folder);
  await makeMaildir(folder);
  return work();
}

/** Directories of a maildir that this process made or saw: a delivery need not look at them again. */
const known = new Set<string>();

async function makeMaildir(path: string): Promise<void> {
  if (known.has(path)) return;
  // maildir_mkdirs takes no notice of what goes wrong here: it is found out with the directories below.
  await mkdir(path, { recursive: true, mode: 0o700 }).catch(() => undefined);
  await chmod(path, 0o700).catch(() => undefined);
  for (const part of ['cur', 'tmp', 'new']) await mkdir(join(path, part), { mode: 0o700 }).catch(unlessPresent);
  known.add(path);
}

function unlessPresent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

/** The folder of the sub-address, where the user has one; what cannot stand in a name becomes a colon. */
async function extensionFolder({ path, extension }: MaildirJob): Promise<string> {
  if (extension === undefined || extension === '') return path;
  const folder = join(path, `.${extension.replace(MAILADDR_ESCAPE, ':')}`);
  if (!(await isDirectory(folder))) return path;
  await makeMaildir(folder);
  return folder;
}

/** smtpd.h: MAILADDR_ESCAPE, and the slash, which no local part keeps. */
const MAILADDR_ESCAPE = /[!#$%&'*/?^`{|}~]/g;

/** Writes a message; whether its header says that it is spam. */
async function writeMessage(file: DiskFile, message: AsyncIterable<Uint8Array>): Promise<boolean> {
  let header: Buffer | undefined = Buffer.alloc(0);
  let spam = false;
  for await (const bytes of inLargePieces(message)) {
    file.write(bytes);
    if (header === undefined) continue;
    header = Buffer.concat([header, bytes]);
    const end = header.indexOf('\n\n');
    if (end === -1 && header.length < HEADER_MAX) continue;
    spam = SPAM.test(header.subarray(0, end === -1 ? header.length : end).toString('latin1'));
    header = undefined;
  }
  return spam || (header !== undefined && SPAM.test(header.toString('latin1')));
}

/** Puts short pieces together, such as the headers of a delivery and a short message. */
async function* inLargePieces(message: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of message) {
    gathered.push(bytes);
    size += bytes.length;
    if (size < PIECE) continue;
    yield Buffer.concat(gathered, size);
    gathered = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(gathered, size);
}

const PIECE = 65536;

/** Bytes of a header that are looked at; the daemon puts its own mark first. */
const HEADER_MAX = 1 << 20;
const SPAM = /^x-spam(?:-flag)?: yes$/im;
