import type { Envelope } from '../envelope.js';
import type { NodeRule } from './expansion-node.js';

/** An envelope that goes into the queue, and what is to become of it (lka_session.c:lka_submit). */
export interface ExpandedDelivery {
  /** `dest` is where it goes; everything else is as it came in, but for a decoded SRS address. */
  readonly envelope: Envelope;
  readonly delivery: Delivery;
}

export type Delivery = RelayDelivery | LocalDelivery;

interface DeliveryBase {
  readonly rule: NodeRule;
  /** The node of the expansion that led here. */
  readonly node: number;
}

/** D_MTA. */
export interface RelayDelivery extends DeliveryBase {
  readonly type: 'relay';
}

/** D_MDA. */
export interface LocalDelivery extends DeliveryBase {
  readonly type: 'local';
  /** mda_user: whose mail it is, without the sub-address; for what aliases name directly, the daemon's own user. */
  readonly user: string;
  /** "" where there is none. */
  readonly subAddress: string;
  /** mda_exec: a file or a command that an alias or a .forward names, instead of the action's method. */
  readonly target?: DirectTarget;
}

export type DirectTarget =
  | { readonly type: 'filename'; readonly path: string }
  | { readonly type: 'filter'; readonly command: string };

/** What the client hears of a recipient (IMSG_SMTP_EXPAND_RCPT). */
export type Expansion = { readonly outcome: 'accepted'; readonly deliveries: readonly ExpandedDelivery[] } | Refusal;

export interface Refusal {
  readonly outcome: 'refused';
  /** LKA_TEMPFAIL or LKA_PERMFAIL. */
  readonly lasting: 'temporary' | 'permanent';
  /** Code and text, but for the address that the session puts behind it. */
  readonly reply: string;
  readonly why: RefusalReason;
  /** The node at which the expansion ended; absent where it ended with nothing to deliver to. */
  readonly node?: number;
}

/** Why a recipient is refused, in the order in which an expansion comes to it. */
export type RefusalReason =
  | 'too-deep'
  | 'rules-failed'
  | 'no-rule'
  | 'rejected'
  | 'virtual-failed'
  | 'not-in-virtual'
  | 'alias-failed'
  | 'user-failed'
  | 'unknown-user'
  | 'forward-refused'
  | 'forward-unavailable'
  | 'forward-unreadable'
  | 'nowhere-to-forward'
  | 'nothing-to-expand-to'
  | 'target-of-root'
  | 'target-on-forward-only'
  | 'error-target'
  | 'nothing-left';
