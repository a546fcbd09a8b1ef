import type { Readable, Writable } from 'node:stream';
import type { AuthenticateAnswer, ForwardAnswer, LocalPlan, UserInfo } from '@smtpd-conf/engine';
import type { DeliveryResult } from '../../deliver/job.js';
import type { EnvelopeId } from '../../queue/ids.js';

/** A stored message, to be read as often as wanted. */
export type MessageBytes = () => AsyncIterable<Uint8Array>;

/** A process that speaks over its standard streams. */
export interface StartedProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it is gone, with how it went: "exited abnormally (1)", "terminated; SIGTERM". */
  readonly ended: Promise<string>;
  /** Ends it and what it has started. */
  stop(): void;
}

/** What `server.listen` takes: a place, or a socket that another process has bound. */
export type ListenOn = { readonly host: string; readonly port: number } | object;

/**
 * What the process that speaks with the network cannot do by itself, or should not be able to: become a user, read users'
 * and keys' files, bind the ports below 1024. One implementation asks a process that runs as root, the other does what an
 * unprivileged user can.
 */
export interface Privileges {
  /** Delivers an envelope of the queue as its user. Never rejects. */
  deliver(id: EnvelopeId, plan: LocalPlan, message: MessageBytes): Promise<DeliveryResult>;
  /** Makes the mailbox of an envelope's user where its action has one and it is not there. Never rejects. */
  prepareMailbox(id: EnvelopeId): Promise<void>;
  /** A user's .forward file. */
  openForward(user: UserInfo): Promise<ForwardAnswer>;
  /** A password of one of the system's users; byte texts. */
  authenticate(username: string, password: string): Promise<AuthenticateAnswer>;
  /** A place to listen on; rejects with the system's error. */
  listenOn(host: string, port: number): Promise<ListenOn>;
  /** Starts the process of a `proc` of the configuration as the user that it names; rejects with what stands in its way. */
  startProcessor(name: string): Promise<StartedProcess>;
  /** A table was read again: whoever decides over deliveries reads it too. */
  updateTable(name: string): Promise<void>;
  /** A certificate, a key or a file of authorities that the configuration names. Throws the system's error. */
  readSecret(path: string): Buffer;
}
