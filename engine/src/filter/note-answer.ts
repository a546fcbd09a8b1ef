import type { CompiledConfig } from '@smtpd-conf/compiler';
import { behaves } from '../behaviour.js';
import type { LookupProcess } from '../tables/lookup-errno.js';

/** Where the answers of filter processes arrive. */
export interface FilterListener {
  readonly process: LookupProcess;
  readonly config: CompiledConfig;
}

/** lka_filter.c:lka_filter_process_response sets errno to 0 before it reads the numbers of an answer. */
export function noteAnswer({ process, config }: FilterListener): void {
  if (behaves(config.target.version, 'filter-answers-reset-errno')) process.staleErrno = false;
}
