import type { Origin } from '@smtpd-conf/compiler';
import type { DispatchEvent } from './dispatch/dispatch-services.js';
import type { MailAddress } from './envelope.js';
import type { ExpansionEvent } from './expand/events.js';
import type { FilterEvent } from './filter/events.js';
import type { SessionEvent } from './session/events.js';
import type { TracedLookup } from './traced-lookup.js';

/** ruleset.c: 1, 0 and -1. `!` turns the first two around and leaves the third. */
export type Verdict = 'match' | 'no-match' | 'tempfail';

/** In the order in which ruleset.c:ruleset_match tries them. */
export const CRITERIA = ['tag', 'from', 'for', 'helo', 'auth', 'tls', 'mail-from', 'rcpt-to'] as const;
export type Criterion = (typeof CRITERIA)[number];

export type MatchEvent =
  | { readonly type: 'rule-entered'; readonly rule: number; readonly origin: Origin }
  | {
      readonly type: 'criterion';
      /** Counting from 1, as the daemon's trace does. */
      readonly rule: number;
      readonly criterion: Criterion;
      readonly negated: boolean;
      readonly lookup?: TracedLookup;
      readonly verdict: Verdict;
    }
  | { readonly type: 'rule-left'; readonly rule: number; readonly verdict: Verdict }
  | {
      readonly type: 'rules-decided';
      readonly dest: MailAddress;
      readonly outcome: 'action' | 'reject' | 'no-rule' | 'tempfail';
      readonly rule?: number;
    };

/** The union that a host receives; each part of the engine keeps its own events beside its code. */
export type TraceEvent = MatchEvent | ExpansionEvent | DispatchEvent | FilterEvent | SessionEvent;

/** Where events go; without one nothing is made for it. */
export type Tracer = (event: TraceEvent) => void;
