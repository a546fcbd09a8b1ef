import { createConnection } from 'node:net';
import { join } from 'node:path';

/** Names below the spool directory: where the owner controls the server, and where mail is handed in. */
export const CONTROL_SOCKET = 'control.sock';
export const SUBMISSION_SOCKET = 'smtpd.sock';

/** Rejects when a server works on the spool already: it would deliver everything twice (control.c:control_create_socket). */
export async function claimSpool(spool: string): Promise<void> {
  if (await isAnswered(join(spool, CONTROL_SOCKET))) {
    throw new Error(`another server works on ${spool}; stop it first, or name another directory with --spool`);
  }
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    // Nothing there, or what a crash left. What may not be asked is met again when it is opened.
    socket.once('error', () => end(false));
  });
}
