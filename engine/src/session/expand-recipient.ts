import type { Envelope } from '../envelope.js';
import type { ExpandedDelivery, Refusal } from '../expand/delivery.js';
import type { Task } from '../task.js';

/** Where a recipient's mail goes, or what the client hears but for the address behind it (lka_session.c). */
export type RecipientExpansion =
  | { readonly outcome: 'accepted'; readonly deliveries: readonly ExpandedDelivery[] }
  | Pick<Refusal, 'outcome' | 'reply'>;

export type ExpandRecipient = (envelope: Envelope) => Task<RecipientExpansion>;
