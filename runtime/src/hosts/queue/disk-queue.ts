import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type EnvelopeId, type MessageId, messageIdOf, newMessageId } from '../../queue/ids.js';
import { type ProgressEntry, progressLine } from '../../queue/progress-log.js';
import type { EnvelopeProgress, Waiting } from '../../queue/queued-envelope.js';
import type { DiskFile } from '../disk-file.js';
import { randomBits } from '../random-bits.js';
import { MessageWriter } from './message-writer.js';
import { QUEUE_FILES, type QueueFiles } from './queue-files.js';
import { RecentMessages } from './recent-messages.js';
import { readStored, recover } from './recover.js';
import { SharedSync } from './shared-sync.js';
import { makeSpool, messagePath, progressPath, type Spool } from './spool.js';

interface HeldMessage {
  readonly messageBytes: number;
  /** Envelopes that are not done with. */
  readonly open: Set<EnvelopeId>;
  /** Whether it has a log of its progress. */
  hasLog: boolean;
}

export interface OpenedQueue {
  readonly queue: DiskQueue;
  /** What was waiting, in no order. */
  readonly waiting: readonly Waiting[];
  /** Files that could not be read, and why; they lie in `corrupt` now. */
  readonly setAside: readonly { readonly file: string; readonly why: string }[];
}

/**
 * The queue on disk. A message that was committed is there after any crash; an envelope that was finished is not delivered
 * again, unless the crash came between the delivery and `finish`, which SMTP allows (RFC 5321, section 4.1.1.4).
 */
export class DiskQueue {
  private readonly messages = new Map<MessageId, HeldMessage>();
  /** Ids of messages that are being received. */
  private readonly reserved = new Set<MessageId>();
  /** Ids of files that were set aside: a message must not come to lie beside one that is named like it. */
  private readonly corrupt: ReadonlySet<string>;

  /** Envelopes that are done with, though the disk does not know it yet. */
  private readonly owed: { readonly entry: ProgressEntry; readonly held: HeldMessage }[] = [];
  private readonly recent = new RecentMessages();

  private constructor(
    private readonly spool: Spool,
    private readonly directory: SharedSync,
    private readonly files: QueueFiles,
  ) {
    this.corrupt = new Set(readdirSync(spool.corrupt));
  }

  /** Opens a spool, making it where there is none. Throws the system's error. */
  static async open(root: string, files: QueueFiles = QUEUE_FILES): Promise<OpenedQueue> {
    const spool = makeSpool(root);
    const waiting: Waiting[] = [];
    const setAside: { file: string; why: string }[] = [];
    const recovered = [...recover(spool, (file, why) => setAside.push({ file, why }))];
    const queue = new DiskQueue(spool, SharedSync.open(spool.queue, files), files);
    for (const message of recovered) {
      const ids = message.waiting.map(({ envelope }) => envelope.id);
      const { messageBytes, hasLog } = message;
      queue.messages.set(message.id, { messageBytes, open: new Set(ids), hasLog });
      waiting.push(...message.waiting);
    }
    return { queue, waiting, setAside };
  }

  /** Begins a message; rejects when the spool cannot be written. */
  async create(): Promise<MessageWriter> {
    const id = this.newId();
    this.reserved.add(id);
    try {
      const incoming = join(this.spool.incoming, id);
      const file = await this.files.create(incoming, 0o600);
      return new MessageWriter(id, file, incoming, messagePath(this.spool, id), this.directory, this.files);
    } catch (error) {
      this.reserved.delete(id);
      throw error;
    }
  }

  /** Commits a message that `create` began; see MessageWriter.commit. Where it fails, the message is gone. */
  async commit(writer: MessageWriter, waiting: readonly Waiting[]): Promise<void> {
    const messageBytes = writer.size;
    try {
      await writer.commit(waiting.map(({ envelope }) => envelope));
    } catch (error) {
      await this.abort(writer);
      throw error;
    }
    const open = new Set(waiting.map(({ envelope }) => envelope.id));
    this.messages.set(writer.id, { messageBytes, open, hasLog: false });
    if (writer.bytes) this.recent.add(writer.id, writer.bytes);
    this.reserved.delete(writer.id);
  }

  async abort(writer: MessageWriter): Promise<void> {
    await writer.abort();
    this.reserved.delete(writer.id);
  }

  /** Whether an envelope is in the queue. */
  has(id: EnvelopeId): boolean {
    return this.messages.get(messageIdOf(id))?.open.has(id) ?? false;
  }

  /** A message that came in lately and is still in memory. */
  recentMessage(id: MessageId): Uint8Array | undefined {
    return this.recent.get(id);
  }

  /** A message for reading, and how many of the file's bytes are its own; undefined where it is gone. */
  openMessage(id: MessageId): { file: DiskFile; bytes: number } | undefined {
    const held = this.messages.get(id);
    if (!held) return undefined;
    return { file: this.files.open(messagePath(this.spool, id), 'r'), bytes: held.messageBytes };
  }

  /**
   * Takes a message in whose file somebody has put into the queue's directory; its envelopes that wait, those known already
   * among them, and of an envelope's id only that one. Throws where it cannot be read.
   */
  discover(id: MessageId | EnvelopeId): readonly Waiting[] {
    const message = messageIdOf(id);
    if (this.reserved.has(message)) return [];
    const found = readStored(this.spool, message);
    if (found === undefined) return [];
    if (typeof found === 'string') throw new Error(`message ${message} cannot be read: ${found}`);
    if (!this.messages.has(message) && found.waiting.length > 0) {
      const open = new Set(found.waiting.map(({ envelope }) => envelope.id));
      this.messages.set(message, { messageBytes: found.messageBytes, open, hasLog: found.hasLog });
    }
    return found.waiting.filter(({ envelope }) => id === message || envelope.id === id);
  }

  /** Notes how an envelope stands. A crash may lose the note; then one more try is made. */
  async update(id: EnvelopeId, progress: EnvelopeProgress): Promise<void> {
    const held = this.messages.get(messageIdOf(id));
    if (held?.open.has(id)) await this.note({ id, progress }, held, false);
  }

  /**
   * An envelope is done with, for good: with the last one of its message, the message goes too. Where the disk takes no note
   * of it, it is done with all the same, and the note is made with the next one; what stands in the way comes back.
   */
  async finish(id: EnvelopeId, done: 'delivered' | 'failed' | 'removed' | 'expired'): Promise<string | undefined> {
    const message = messageIdOf(id);
    const held = this.messages.get(message);
    if (!held?.open.delete(id)) return undefined;
    if (held.open.size === 0) {
      this.messages.delete(message);
      this.recent.delete(message);
    }
    this.owed.push({ entry: { id, done }, held });
    try {
      await this.settle();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Makes the notes that the disk has not taken yet. Throws the system's error at the first that it does not take. */
  private async settle(): Promise<void> {
    for (let owed = this.owed.shift(); owed !== undefined; owed = this.owed.shift()) {
      const { entry, held } = owed;
      try {
        if (this.messages.has(messageIdOf(entry.id))) await this.note(entry, held, true);
        else await this.remove(messageIdOf(entry.id), held);
      } catch (error) {
        this.owed.push(owed);
        throw error;
      }
    }
  }

  /** A crash in between leaves a message that is done with, which `recover` removes. */
  private async remove(message: MessageId, { hasLog }: HeldMessage): Promise<void> {
    const paths = [messagePath(this.spool, message), ...(hasLog ? [progressPath(this.spool, message)] : [])];
    for (const path of paths) {
      try {
        await this.files.unlink(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  get messageCount(): number {
    return this.messages.size;
  }

  async close(): Promise<void> {
    await this.settle().catch(() => undefined);
    await this.directory.close();
  }

  private async note(entry: ProgressEntry, held: HeldMessage, durable: boolean): Promise<void> {
    held.hasLog = true;
    const file = this.files.open(progressPath(this.spool, messageIdOf(entry.id)), 'a', 0o600);
    try {
      file.write(Buffer.from(progressLine(entry)));
      if (durable) await file.datasync();
    } finally {
      file.close();
    }
  }

  private newId(): MessageId {
    for (;;) {
      const id = newMessageId(randomBits);
      if (this.messages.has(id) || this.reserved.has(id) || this.corrupt.has(id)) continue;
      return id;
    }
  }
}
