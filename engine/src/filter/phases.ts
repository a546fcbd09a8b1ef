import type { FilterPhase } from '@smtpd-conf/compiler';

/**
 * The phases of lka_filter.c:filter_execs, in its order. A builtin filter stands in one of those that smtpd.conf knows, a
 * filter process in those it registers for.
 */
export const PHASES = [
  'connect',
  'helo',
  'ehlo',
  'starttls',
  'auth',
  'mail-from',
  'rcpt-to',
  'data',
  'data-line',
  'rset',
  'quit',
  'noop',
  'help',
  'wiz',
  'commit',
] as const satisfies readonly (FilterPhase | string)[];

export type Phase = (typeof PHASES)[number];

/** The phases in which a filter is asked for a decision; data lines pass through filters instead. */
export type DecisionPhase = Exclude<Phase, 'data-line'>;
