import type { MessageId } from '../../queue/ids.js';

/** Bytes of messages that are kept in memory, all together. */
const LIMIT = 4 << 20;

/** Short messages that came in lately, so that their delivery need not read them back from the disk. */
export class RecentMessages {
  private readonly messages = new Map<MessageId, Uint8Array>();
  private size = 0;

  add(id: MessageId, bytes: Uint8Array): void {
    this.messages.set(id, bytes);
    this.size += bytes.length;
    for (const oldest of this.messages.keys()) {
      if (this.size <= LIMIT) return;
      this.delete(oldest);
    }
  }

  get(id: MessageId): Uint8Array | undefined {
    return this.messages.get(id);
  }

  delete(id: MessageId): void {
    this.size -= this.messages.get(id)?.length ?? 0;
    this.messages.delete(id);
  }
}
