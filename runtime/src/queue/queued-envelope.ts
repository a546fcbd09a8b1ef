import type { Delivery, DsnOptions, Envelope } from '@smtpd-conf/engine';
import type { EnvelopeId } from './ids.js';

/** What carries an envelope on: a delivery here, a session with another server, or a status notification to be made. */
export type Transport = 'mda' | 'mta' | 'bounce';

/** An envelope in the queue (struct envelope). Plain data; docs/runtime.md describes it as it lies on disk. */
export interface QueuedEnvelope {
  readonly id: EnvelopeId;
  readonly transport: Transport;
  readonly envelope: Envelope;
  /** What the action will do with it, as the engine said when the recipient was accepted. */
  readonly delivery: Delivery;
  readonly dsn: DsnOptions;
  /** Seconds since the epoch. */
  readonly created: number;
  /** Seconds. */
  readonly ttl: number;
}

/** What changes while an envelope waits; the queue keeps it across restarts. */
export interface EnvelopeProgress {
  readonly retries: number;
  /** Seconds since the epoch; absent before the first try and the first warning. */
  readonly lastTry?: number;
  readonly lastBounce?: number;
  /** Why the last try failed, in the words of the other side. */
  readonly error?: string;
  /** Taken out of the schedule by `pause envelope`. */
  readonly suspended?: true;
}

export const UNTRIED: EnvelopeProgress = { retries: 0 };

export interface Waiting {
  readonly envelope: QueuedEnvelope;
  readonly progress: EnvelopeProgress;
}
