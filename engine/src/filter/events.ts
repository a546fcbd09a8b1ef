import type { FilterCondition, Origin } from '@smtpd-conf/compiler';
import type { Phase } from '@smtpd-conf/grammar';
import type { TracedLookup } from '../traced-lookup.js';

/** What `-T filters` says of each step through a phase, and with it how a builtin filter came to its decision. */
export type FilterEvent =
  | {
      /** A builtin filter's condition was tried. */
      readonly type: 'filter-condition';
      readonly filter: string;
      readonly origin: Origin;
      readonly phase: Phase;
      readonly condition: FilterCondition;
      /** What was held against the condition: an address, a name; absent where there is none. */
      readonly value?: string;
      readonly lookups: readonly TracedLookup[];
      readonly matched: boolean;
    }
  | {
      /** A filter said what is to happen; without a filter, the end of the chain, which proceeds. */
      readonly type: 'filter-action';
      readonly phase: Phase;
      readonly filter?: string;
      readonly action: FilterAction;
      readonly query: string;
      /** The text of the decision. */
      readonly response?: string;
    };

/** `deferred`: a filter process was asked; its answer follows under its own name. */
export type FilterAction = 'proceed' | 'deferred' | 'reject' | 'disconnect' | 'rewrite' | 'junk' | 'bypass' | 'report';
