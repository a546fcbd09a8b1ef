import type { SubmitEnvelope } from '@smtpd-conf/engine';
import { type EnvelopeId, type MessageId, newEnvelopeId } from '../../queue/ids.js';
import { type Transport, UNTRIED, type Waiting } from '../../queue/queued-envelope.js';
import type { DiskQueue } from '../queue/disk-queue.js';
import type { MessageWriter } from '../queue/message-writer.js';
import { randomBits } from '../random-bits.js';

interface Incoming {
  readonly writer: MessageWriter;
  readonly waiting: Waiting[];
  readonly ids: Set<EnvelopeId>;
}

/** Milliseconds that a client may take over a message before it is a slow one. */
const LIVELY = 1000;

const FAILED = { outcome: 'failed' } as const;

/** What the queue is told about envelopes that were accepted. */
export interface EnvelopeFacts {
  readonly transport: Transport;
  /** Seconds. */
  readonly ttl: number;
}

/**
 * The messages that sessions are handing in, between their creation and their commit. Every failure of the disk becomes
 * `failed`, which the client hears as a temporary one, and is told to `complain`.
 */
export class IncomingMessages {
  private readonly open = new Map<MessageId, Incoming>();
  /** Those that were begun lately, oldest first, by when: milliseconds. */
  private readonly lively = new Map<MessageId, number>();
  private readonly committed = new Map<MessageId, readonly Waiting[]>();

  constructor(
    private readonly queue: DiskQueue,
    private readonly accepted: (waiting: readonly Waiting[]) => void,
    private readonly complain: (message: string) => void,
  ) {}

  /** How many messages come in at once; one that its client takes long over does not count. */
  get livelyCount(): number {
    const now = performance.now();
    for (const [id, begun] of this.lively) {
      if (begun + LIVELY > now) break;
      this.lively.delete(id);
    }
    return this.lively.size;
  }

  async create(): Promise<{ outcome: 'created'; id: string } | typeof FAILED> {
    try {
      const writer = await this.queue.create();
      this.open.set(writer.id, { writer, waiting: [], ids: new Set() });
      this.lively.set(writer.id, performance.now());
      return { outcome: 'created', id: writer.id };
    } catch (error) {
      return this.failed('the queue takes no message', error);
    }
  }

  submit(effect: SubmitEnvelope, facts: EnvelopeFacts, now: number): { outcome: 'stored'; id: string } | typeof FAILED {
    const message = this.open.get(effect.message);
    if (message === undefined) return FAILED;
    const id = newEnvelopeId(effect.message, randomBits, message.ids);
    message.ids.add(id);
    const { envelope, delivery, dsn } = effect;
    message.waiting.push({ envelope: { id, ...facts, envelope, delivery, dsn, created: now }, progress: UNTRIED });
    return { outcome: 'stored', id };
  }

  /** @param data a byte text */
  write(id: MessageId, data: string): { outcome: 'written' } | typeof FAILED {
    const message = this.open.get(id);
    if (message === undefined) return FAILED;
    try {
      message.writer.write(Buffer.from(data, 'latin1'));
      return { outcome: 'written' };
    } catch (error) {
      return this.failed(`message ${id} cannot be written`, error);
    }
  }

  /** Only when this says `committed` may anybody be told that the message is taken. */
  async commit(id: MessageId): Promise<{ outcome: 'committed' } | typeof FAILED> {
    const message = this.open.get(id);
    if (message === undefined) return FAILED;
    this.open.delete(id);
    try {
      await this.queue.commit(message.writer, message.waiting);
    } catch (error) {
      return this.failed(`message ${id} cannot be stored`, error);
    } finally {
      this.lively.delete(id);
    }
    this.committed.set(id, message.waiting);
    this.accepted(message.waiting);
    return { outcome: 'committed' };
  }

  /** The envelopes of a message that was committed; asked for once, by who logs them. */
  takeCommitted(id: MessageId): readonly Waiting[] {
    const waiting = this.committed.get(id) ?? [];
    this.committed.delete(id);
    return waiting;
  }

  async rollback(id: MessageId): Promise<void> {
    const message = this.open.get(id);
    this.open.delete(id);
    this.lively.delete(id);
    if (message) await this.queue.abort(message.writer);
  }

  private failed(what: string, error: unknown): typeof FAILED {
    this.complain(`warn: ${what}: ${(error as Error).message}`);
    return FAILED;
  }
}
