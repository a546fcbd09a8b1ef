import type { Envelope } from '../envelope.js';
import type { Delivery } from '../expand/delivery.js';

/**
 * More of what the client sends. The machine asks only when the daemon would read: after its replies have gone out. A
 * chunk is what one read(2) gives (one record under TLS), because a client that sends a second command in the same chunk
 * is told that pipelining is not supported. Before it answers, a host sends the replies it still holds.
 */
export interface ReadInput {
  readonly type: 'session:read';
  /** SMTPD_SESSION_TIMEOUT, in seconds. */
  readonly timeout: number;
  readonly answer?: InputAnswer;
}

export type InputAnswer =
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'closed' | 'timeout' }
  | { readonly type: 'failed'; readonly reason: string };

/** One line to the client, without its CRLF. */
export interface Reply {
  readonly type: 'session:reply';
  /** A byte text (session/byte-text.ts). */
  readonly line: string;
  readonly answer?: undefined;
}

/** The handshake, once the replies are sent: after STARTTLS, or before the banner of an smtps listener. */
export interface StartTls {
  readonly type: 'session:start-tls';
  readonly answer?: TlsAnswer;
}

export interface TlsFacts {
  /** As the library names them: "TLSv1.3", "TLS_AES_256_GCM_SHA384" and 256. */
  readonly version: string;
  readonly cipher: string;
  readonly bits: number;
  /** The client's certificate: absent where it gave none. */
  readonly certificate?: { readonly fingerprint: string; readonly verified: boolean };
}

export type TlsAnswer =
  | { readonly outcome: 'secured'; readonly tls: TlsFacts }
  | { readonly outcome: 'failed'; readonly reason: string };

/** A wait of a random time below `milliseconds` before a failed AUTH is answered (smtp_auth_failure_pause). */
export interface Pause {
  readonly type: 'session:pause';
  readonly milliseconds: number;
  readonly answer?: undefined;
}

/** Place for a message in the queue (IMSG_SMTP_MESSAGE_CREATE). */
export interface CreateMessage {
  readonly type: 'session:create-message';
  readonly answer?: { readonly outcome: 'created' /** Eight hexadecimal digits. */; readonly id: string } | Failed;
}

/** Another envelope of a message, for each place that the expansion of a recipient led to. */
export interface SubmitEnvelope {
  readonly type: 'session:submit-envelope';
  readonly message: string;
  readonly envelope: Envelope;
  /** What is to become of it. */
  readonly delivery: Delivery;
  readonly dsn: DsnOptions;
  readonly answer?: { readonly outcome: 'stored' /** Sixteen hexadecimal digits. */; readonly id: string } | Failed;
}

/** What MAIL FROM and RCPT TO asked of status notifications; both gather over a transaction as the daemon gathers them. */
export interface DsnOptions {
  readonly notify: readonly ('success' | 'failure' | 'delay' | 'never')[];
  readonly orcpt?: string;
  readonly ret?: 'hdrs' | 'full';
  readonly envid?: string;
}

/** The message's text is about to come (IMSG_SMTP_MESSAGE_OPEN). */
export interface OpenMessage {
  readonly type: 'session:open-message';
  readonly message: string;
  readonly answer?: { readonly outcome: 'opened' } | Failed;
}

/** The next piece of the message as it is to be delivered. */
export interface WriteMessage {
  readonly type: 'session:write';
  readonly message: string;
  /** A byte text with bare newlines. */
  readonly data: string;
  readonly answer?: { readonly outcome: 'written' } | Failed;
}

/** All of it is written and must not be lost from here on: the reply promises that (IMSG_SMTP_MESSAGE_COMMIT). */
export interface CommitMessage {
  readonly type: 'session:commit-message';
  readonly message: string;
  readonly answer?: { readonly outcome: 'committed' } | Failed;
}

/** The message, its envelopes and what was written are void (IMSG_SMTP_MESSAGE_ROLLBACK). */
export interface RollbackMessage {
  readonly type: 'session:rollback-message';
  readonly message: string;
  readonly answer?: undefined;
}

/** The time of day and where the host's clock stands: localtime(3). */
export interface LocalDate {
  readonly type: 'session:date';
  readonly answer?: ZonedTime;
}

export interface ZonedTime {
  /** Since the epoch. */
  readonly seconds: number;
  /** Seconds east of Greenwich. */
  readonly offset: number;
  /** "UTC", "CET". */
  readonly zone: string;
}

/** util.c:generate_uid: sixteen hexadecimal digits that were not used before. */
export interface UniqueId {
  readonly type: 'session:unique-id';
  readonly answer?: string;
}

interface Failed {
  readonly outcome: 'failed';
}

export type SessionEffect =
  | ReadInput
  | Reply
  | StartTls
  | Pause
  | CreateMessage
  | SubmitEnvelope
  | OpenMessage
  | WriteMessage
  | CommitMessage
  | RollbackMessage
  | LocalDate
  | UniqueId;
