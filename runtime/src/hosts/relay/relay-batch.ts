import type { DsnOptions, RelayPlan } from '@smtpd-conf/engine';
import type { DeliveryResult } from '../../deliver/job.js';
import { type EnvelopeId, messageIdOf } from '../../queue/ids.js';
import type { MessageBytes } from '../privilege/privileges.js';

/** One recipient of a message that goes to another server. */
export interface RelayRequest {
  readonly envelope: EnvelopeId;
  readonly plan: RelayPlan;
  readonly dsn: DsnOptions;
  readonly bytes: MessageBytes;
}

/** Recipients that one transaction can serve; everything about them but their addresses is the same. */
export interface RelayBatch {
  readonly plan: Omit<RelayPlan, 'recipient'>;
  readonly dsn: DsnOptions;
  readonly bytes: MessageBytes;
  readonly recipients: readonly string[];
  /** Theirs, in the same order. */
  readonly envelopes: readonly EnvelopeId[];
}

/** Milliseconds in which recipients of one message find each other (mta.c batches them in its queue). */
const GATHERING = 10;
/** mta.c: MAXERROR_PER_ROUTE aside, a transaction takes as many recipients as most servers do (RFC 5321, 4.5.3.1.8). */
const RECIPIENTS_MAX = 100;

interface Gathering {
  readonly batch: RelayBatch & { readonly recipients: string[]; readonly envelopes: EnvelopeId[] };
  readonly waiting: ((result: DeliveryResult) => void)[];
}

/** Sends recipients of one message that go the same way in one transaction, as mta.c makes tasks of envelopes. */
export class RelayBatches {
  private readonly gathering = new Map<string, Gathering>();

  /** @param send gives a result for each recipient, in their order; never rejects */
  constructor(private readonly send: (batch: RelayBatch) => Promise<readonly DeliveryResult[]>) {}

  add({ envelope, plan, dsn, bytes }: RelayRequest): Promise<DeliveryResult> {
    const { recipient, ...common } = plan;
    const key = JSON.stringify([messageIdOf(envelope), common, dsn]);
    let one = this.gathering.get(key);
    if (one === undefined) {
      one = { batch: { plan: common, dsn, bytes, recipients: [], envelopes: [] }, waiting: [] };
      this.gathering.set(key, one);
      setTimeout(() => this.close(key), GATHERING);
    }
    const { batch, waiting } = one;
    batch.recipients.push(recipient);
    batch.envelopes.push(envelope);
    return new Promise((resolve) => {
      waiting.push(resolve);
      if (batch.recipients.length >= RECIPIENTS_MAX) this.close(key);
    });
  }

  private close(key: string): void {
    const one = this.gathering.get(key);
    if (one === undefined) return;
    this.gathering.delete(key);
    void this.send(one.batch).then((results) => {
      for (const [at, resolve] of one.waiting.entries()) {
        resolve(results[at] ?? { outcome: 'tempfail', text: 'no answer for this recipient' });
      }
    });
  }
}
