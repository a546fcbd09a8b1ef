import type { RuleStatement } from '@smtpd-conf/grammar';
import type { LocalMethod, Origin } from '../config/compiled-config.js';
import type { ForState, FromState, RuleState, TestState } from '../rule-state.js';
import type { TableState } from '../table-state.js';
import type { LegacyRelay } from './relay-url.js';

/** How an accept rule delivers; names are resolved, tables are those of the state. */
export type LegacyDelivery =
  /** Nothing said: only what aliases and .forward files name. */
  | { readonly type: 'none' }
  | { readonly type: 'local'; readonly method: LocalMethod; readonly user?: string }
  | {
      readonly type: 'relay';
      /** The smarthost of `relay via`. */
      readonly via?: LegacyRelay;
      /** The exchanger of `relay backup`; '' for the host's own name. */
      readonly backup?: string;
      readonly tls?: { readonly verify: boolean };
      /** With the host name filled in where only a user stands. */
      readonly mailFrom?: string;
      readonly source?: TableState;
      readonly helo?: string;
      readonly heloSource?: TableState;
      readonly pki?: string;
      readonly ca?: string;
      readonly auth?: TableState;
    };

/** One rule of 6.0 as its daemon holds it (struct rule), to be said in today's terms once the file has been read. */
export interface LegacyRule {
  readonly statement: RuleStatement;
  readonly origin: Origin;
  readonly decision: 'accept' | 'reject';
  readonly from: FromState;
  readonly for: ForState;
  readonly sender?: TestState;
  readonly recipient?: TestState;
  readonly tag?: { readonly text: string; readonly negated: boolean };
  /** `authenticated`, or `! authenticated`. */
  readonly auth?: { readonly negated: boolean };
  readonly delivery: LegacyDelivery;
  readonly alias?: TableState;
  readonly virtual?: TableState;
  readonly userbase?: TableState;
  readonly forwardOnly: boolean;
  /** Seconds, where the rule says so. */
  readonly ttl?: number;
  /** What held for the whole queue at this line: later `expire` statements do not change it. */
  readonly queueTtl: number;
}

/** A legacy rule's place among the rules, and what it has become. */
export interface LegacyRuleEntry {
  readonly rule: LegacyRule;
  /** How many rules of today's grammar stand before it. */
  readonly at: number;
  lowered?: LoweredRule;
}

/** A legacy rule in today's terms. */
export interface LoweredRule {
  /** Undefined for a reject rule. */
  readonly action?: string;
  /** Whether this is the first rule with the action, so that its definition belongs here. */
  readonly definesAction: boolean;
  /** The sessions that each of its rules is about; none where the rule can match nothing. */
  readonly sessions: readonly Session[];
  readonly rules: readonly RuleState[];
}

/**
 * One of the rules that a legacy rule becomes: whose sessions it is about.
 * from: as the rule has it, or anybody's. auth: whether they must have logged in, must not have, or may.
 */
export interface Session {
  readonly from: 'own' | 'any';
  readonly auth: 'any' | 'yes' | 'no';
}
