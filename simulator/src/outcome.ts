import type { TraceEvent } from '@smtpd-conf/engine';

/** What comes of one session: the object that `simulate --format json` prints. */
export interface Outcome {
  readonly version: 1;
  /** What the listener listens on, "socket" or ADDRESS:PORT. */
  readonly listener: string;
  readonly replies: readonly PhaseReply[];
  readonly recipients: readonly RecipientOutcome[];
  /** Of a session that was played line by line. */
  readonly transcript?: readonly Exchange[];
  /** Messages as they go to their deliveries, where one was asked for. */
  readonly messages?: readonly DeliveredMessage[];
  readonly trace: readonly TraceEvent[];
}

export interface PhaseReply {
  readonly phase: ReplyPhase;
  /** The last line of the reply, as on the wire. */
  readonly text: string;
}

export type ReplyPhase =
  | 'connect'
  | 'helo'
  | 'ehlo'
  | 'starttls'
  | 'auth'
  | 'mail-from'
  | 'rcpt-to'
  | 'data'
  | 'commit'
  | 'rset'
  | 'noop'
  | 'help'
  | 'quit'
  | 'other';

export interface Exchange {
  /** Absent for the banner. */
  readonly client?: string;
  readonly server: readonly string[];
}

export interface RecipientOutcome {
  /** As the client wrote it, without brackets. */
  readonly rcpt: string;
  readonly decision: 'accept' | 'reject' | 'tempfail';
  readonly reply: string;
  /** The rule that decided on the recipient itself, counting from 1; null where none matched. */
  readonly rule: { readonly index: number; readonly line: number } | null;
  readonly deliveries: readonly DeliveryOutcome[];
}

export interface DeliveryOutcome {
  readonly action: string;
  readonly method: 'mbox' | 'maildir' | 'lmtp' | 'mda' | 'relay' | 'file' | 'command';
  /** Whose mail it is; of a relay, null. */
  readonly user: string | null;
  /** The address that is delivered to. */
  readonly rcpt: string;
  /** A path, a command line, a host or a domain. */
  readonly destination: string;
  /** Why it is known beforehand that the delivery fails. */
  readonly failure?: string;
}

export interface DeliveredMessage {
  /** The fate of the transaction. */
  readonly accepted: boolean;
  /** Each character is a byte, lines end in \n. */
  readonly text: string;
}
