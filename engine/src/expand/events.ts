import type { ForwardAnswer, IncludeAnswer } from '../effect.js';
import type { MailAddress } from '../envelope.js';
import type { ExpandNode } from '../tables/values/expand-node.js';
import type { TracedLookup } from '../traced-lookup.js';
import type { RefusalReason } from './delivery.js';

/** A recipient's expansion as a tree; nodes have numbers, the recipient's own address being 0. */
export type ExpansionEvent =
  | {
      readonly type: 'expand-node';
      readonly node: number;
      readonly parent?: number;
      readonly depth: number;
      readonly target: ExpandNode;
      /** The rule it is expanded under, counting from 1; an address meets the rules when its turn comes. */
      readonly rule?: number;
      readonly sameUser: boolean;
    }
  /** Dropped: the tree has it already. */
  | { readonly type: 'expand-double'; readonly parent: number; readonly target: ExpandNode }
  /** The node's turn has come; the events of rules and tables that follow are about it. */
  | { readonly type: 'expand-turn'; readonly node: number }
  | { readonly type: 'expand-lookup'; readonly node: number; readonly lookup: TracedLookup }
  | {
      readonly type: 'expand-include';
      readonly node: number;
      readonly path: string;
      readonly outcome: IncludeAnswer['outcome'];
    }
  | {
      readonly type: 'expand-forward';
      readonly node: number;
      readonly user: string;
      /** `skipped`: the action delivers as another user; `empty`: it adds nothing, so the user gets the mail. */
      readonly outcome: ForwardAnswer['outcome'] | 'skipped' | 'empty' | 'unreadable';
    }
  | { readonly type: 'expand-srs'; readonly node: number; readonly decoded?: MailAddress }
  /** The node is delivered to; `delivery` counts from 0. */
  | { readonly type: 'expand-delivery'; readonly node: number; readonly delivery: number }
  | { readonly type: 'expand-refused'; readonly node?: number; readonly why: RefusalReason };
