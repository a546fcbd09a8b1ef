import { serveNetwork, serveUser } from '@smtpd-conf/runtime';
import { EXIT, UserError } from '../exit-status.js';

/** The process of `run` that speaks with the network; `run` starts it. */
export async function runNetwork(): Promise<number> {
  if (process.send === undefined) throw new UserError('run-network is started by run');
  await serveNetwork();
  return EXIT.clean;
}

/** A process of `run` that delivers as a user: `run-user UID GID`; `run` starts it. */
export async function runUser([uid = '', gid = '']: readonly string[]): Promise<number> {
  if (!/^\d+$/.test(uid) || !/^\d+$/.test(gid)) throw new UserError('run-user is started by run');
  await serveUser(Number(uid), Number(gid));
  return EXIT.clean;
}
