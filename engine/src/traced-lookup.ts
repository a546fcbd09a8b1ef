import type { TableService } from '@smtpd-conf/compiler';

/** A key held against a table. */
export interface TracedLookup {
  readonly table: string;
  readonly service: TableService;
  readonly key: string;
  readonly result: 'found' | 'not-found' | 'failed';
  /** The entry that was hit, as the table holds it. */
  readonly entry?: string;
}
