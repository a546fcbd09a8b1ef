import type { Origin } from '@smtpd-conf/compiler';

/** One line of an explanation, for a terminal or an editor to show. */
export interface ExplainedLine {
  readonly text: string;
  /** How deep it is indented, from 0. */
  readonly depth: number;
  /** Headings and verdicts stand out. */
  readonly kind: 'heading' | 'detail' | 'good' | 'bad';
  /** Where in the configuration it comes from. */
  readonly origin?: Origin;
}

export function heading(text: string, depth = 0): ExplainedLine {
  return { text, depth, kind: 'heading' };
}

export function detail(text: string, depth: number, origin?: Origin): ExplainedLine {
  return { text, depth, kind: 'detail', ...(origin ? { origin } : {}) };
}
