import type { MailServerOptions } from '../server/mail-server.js';

/** What a server needs that is started as root. */
export interface PrivilegedServerOptions extends Omit<MailServerOptions, 'privileges' | 'submission' | 'queueFiles'> {
  /** Starts the process that speaks with the network. */
  readonly networkProgram: readonly string[];
  /** Starts a process for deliveries; the user's ids follow. */
  readonly userProgram: readonly string[];
}
