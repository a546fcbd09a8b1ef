import type { MessageId } from '../../queue/ids.js';
import { endOfMessageFile } from '../../queue/message-file.js';
import type { QueuedEnvelope } from '../../queue/queued-envelope.js';
import type { DiskFile } from '../disk-file.js';
import type { QueueFiles } from './queue-files.js';
import { sha256 } from './sha256.js';
import type { SharedSync } from './shared-sync.js';

/** Bytes gathered before they are written, so that a message of many short lines costs few calls. */
const CHUNK = 65536;

/** A message on its way into the queue. After an error of any of its methods only `abort` may follow. */
export class MessageWriter {
  private gathered: Uint8Array[] = [];
  private gatheredBytes = 0;
  private writtenBytes = 0;
  private short: Uint8Array | undefined;

  constructor(
    readonly id: MessageId,
    private readonly file: DiskFile,
    private readonly incoming: string,
    private readonly target: string,
    private readonly directory: SharedSync,
    private readonly files: QueueFiles,
  ) {}

  write(bytes: Uint8Array): void {
    this.gathered.push(bytes);
    this.gatheredBytes += bytes.length;
    if (this.gatheredBytes >= CHUNK) this.flush();
  }

  /** The bytes of the message so far. */
  get size(): number {
    return this.writtenBytes + this.gatheredBytes;
  }

  /** The message, once it was committed, where it is a short one. */
  get bytes(): Uint8Array | undefined {
    return this.short;
  }

  /**
   * Makes the message and its envelopes durable: when this resolves, no crash loses them. A failed commit leaves nothing
   * that a restart would find.
   */
  async commit(envelopes: readonly QueuedEnvelope[]): Promise<void> {
    const size = this.size;
    if (this.writtenBytes === 0) this.short = Buffer.concat(this.gathered, size);
    this.write(endOfMessageFile(size, envelopes, sha256));
    this.flush();
    await this.file.sync();
    this.file.close();
    this.files.rename(this.incoming, this.target);
    try {
      await this.directory.sync();
    } catch (error) {
      // The client will be told that it failed, so it must not be delivered after a restart.
      await this.remove(this.target);
      throw error;
    }
  }

  /** Never rejects: what cannot be removed is removed by a restart. */
  async abort(): Promise<void> {
    try {
      this.file.close();
    } catch {
      // It may be closed already.
    }
    await this.remove(this.incoming);
  }

  private async remove(path: string): Promise<void> {
    try {
      await this.files.unlink(path);
    } catch {
      // It may not be there, or the disk takes nothing any more.
    }
  }

  private flush(): void {
    const bytes = Buffer.concat(this.gathered, this.gatheredBytes);
    this.gathered = [];
    this.gatheredBytes = 0;
    this.file.write(bytes);
    this.writtenBytes += bytes.length;
  }
}
