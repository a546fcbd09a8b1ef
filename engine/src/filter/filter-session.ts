import type { FilterChain } from './filter-chains.js';

/** struct filter_session: what the filters of a session know of it. All of it is byte texts. */
export interface FilterSession {
  /** Sixteen hexadecimal digits. */
  readonly id: string;
  readonly chain: FilterChain;
  /** ss_to_text of the client's address. */
  readonly source: string;
  readonly rdns: string;
  readonly fcrdns: 'yes' | 'no' | 'error';
  helo?: string;
  /** Set by a successful AUTH only; local submission counts as no user here. */
  username?: string;
  mailFrom?: string;
}
