import type { Envelope } from '../envelope.js';
import type { Task } from '../task.js';

/** Where a recipient's mail goes, or why not (lka_session.c). */
export type RecipientExpansion =
  | { readonly outcome: 'accepted'; readonly deliveries: readonly ExpandedDelivery[] }
  /** `reply`: the client's answer but for the address behind it. */
  | { readonly outcome: 'refused'; readonly reply: string };

export interface ExpandedDelivery {
  readonly envelope: Envelope;
  /** What is to be done with it: for the host that stores it. */
  readonly delivery: object;
}

export type ExpandRecipient = (envelope: Envelope) => Task<RecipientExpansion>;
