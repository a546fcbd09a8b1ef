import { constants } from 'node:fs';
import { type FileHandle, lstat, open, stat, unlink } from 'node:fs/promises';
import { DELIVERED, type DeliveryJob, type DeliveryResult } from '../../deliver/job.js';
import { ctime, MboxEncoder } from '../../deliver/mbox-format.js';
import { failedAgent } from './result.js';

type MboxJob = Extract<DeliveryJob, { type: 'mbox' }>;

/** Appends to a mailbox (mail.local.c:deliver, mail.mboxfile.c); what was appended goes again when not all of it fits. */
export async function deliverMbox(job: MboxJob, message: AsyncIterable<Uint8Array>): Promise<DeliveryResult> {
  let file: FileHandle | undefined;
  try {
    file = await openMailbox(job);
    const { size } = await file.stat();
    try {
      const encoder = new MboxEncoder(job.sender, ctime(new Date()), !job.plainFile);
      for await (const bytes of message) await file.appendFile(encoder.encode(bytes));
      await file.appendFile(encoder.end());
      await file.sync().catch(unlessDevice);
    } catch (error) {
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
    return DELIVERED;
  } catch (error) {
    return failedAgent(job.plainFile ? 'mail.local' : 'mail.mboxfile', error);
  } finally {
    await file?.close();
  }
}

/** A mailbox of the system is never reached through a link of any kind: its directory may be open to others. */
async function openMailbox({ path, plainFile }: MboxJob): Promise<FileHandle> {
  const flags = constants.O_APPEND | constants.O_WRONLY | constants.O_CREAT;
  if (!plainFile) return open(path, flags, 0o600);
  const before = await lstat(path).catch(() => undefined);
  if (before && (before.nlink !== 1 || !before.isFile())) throw new Error('linked or special file');
  const file = await open(path, flags | constants.O_NOFOLLOW | (before ? 0 : constants.O_EXCL), 0o600);
  const after = await file.stat();
  if (after.nlink === 1 && after.isFile() && (!before || before.ino === after.ino)) return file;
  await file.close();
  throw new Error('changed after open');
}

function unlessDevice(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EINVAL') throw error;
}

/** Makes a mailbox that is not there, for its user, who may not make files in its directory (mda_mbox.c:mda_mbox_init). */
export async function makeMailbox(path: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  try {
    const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    try {
      await file.chown(uid, gid);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const LOCK_TRIES = 10;
const LOCK_PAUSE = 500;
/** Seconds after which a lock is taken to be left over (mail.local's locking.c). */
const STALE = 300;

/**
 * Holds a mailbox's lock, the file `<path>.lock` beside it, while `work` runs; mail readers look for the same file. Rejects
 * when others hold it for too long.
 */
export async function withMailboxLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  await takeLock(lock);
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => undefined);
  }
}

async function takeLock(lock: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await (await open(lock, 'wx', 0o444)).close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries >= LOCK_TRIES) throw error;
    }
    const status = await stat(lock).catch(() => undefined);
    if (status && status.mtimeMs < Date.now() - STALE * 1000) await unlink(lock).catch(() => undefined);
    else await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE));
  }
}
