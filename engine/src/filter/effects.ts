import type { DecisionPhase } from '@smtpd-conf/grammar';

/** A question to a filter process (lka_filter.c:filter_protocol_query); in a dry run the host answers `proceed`. */
export interface FilterRequest {
  readonly type: 'filter:request';
  readonly filter: string;
  readonly proc: string;
  readonly phase: DecisionPhase;
  /** Sixteen hexadecimal digits. */
  readonly session: string;
  /** The fields after the token, byte texts in the protocol's order: the phase's argument, at connect the client's name first. */
  readonly fields: readonly string[];
  readonly answer?: FilterResponse;
}

/** What a filter decides, its text a byte text; `report` gives the phase another argument, and filters know it from 7.6.0 on. */
export type FilterResponse =
  | { readonly type: 'proceed' | 'junk' }
  | { readonly type: 'rewrite' | 'report'; readonly text: string }
  | { readonly type: 'reject' | 'disconnect'; readonly text: string };

/**
 * A line of the message for a filter process that takes data lines, dots still doubled. The answer is every line that the
 * process has given back by now; to the last one, ".", all that are left, its own "." at the end.
 */
export interface FilterDataLine {
  readonly type: 'filter:data-line';
  readonly filter: string;
  readonly proc: string;
  readonly session: string;
  readonly line: string;
  readonly answer?: readonly string[];
}

/** The events of lka_filter.c:smtp_events that sessions of clients cause. */
export type ReportEvent =
  | 'link-connect'
  | 'link-disconnect'
  | 'link-greeting'
  | 'link-identify'
  | 'link-tls'
  | 'link-auth'
  | 'tx-reset'
  | 'tx-begin'
  | 'tx-mail'
  | 'tx-rcpt'
  | 'tx-envelope'
  | 'tx-data'
  | 'tx-commit'
  | 'tx-rollback'
  | 'protocol-client'
  | 'protocol-server'
  | 'filter-report'
  | 'filter-response'
  | 'timeout';

/** Something that the filter processes of a session are told of; those get it that registered for the event. */
export interface FilterReport {
  readonly type: 'filter:report';
  readonly procs: readonly string[];
  readonly session: string;
  readonly event: ReportEvent;
  /** Byte texts. */
  readonly fields: readonly string[];
  readonly answer?: undefined;
}

export type FilterEffect = FilterRequest | FilterDataLine | FilterReport;
