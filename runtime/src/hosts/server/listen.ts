import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { CompiledListener } from '@smtpd-conf/compiler';
import type { ListenOn } from '../privilege/privileges.js';

export interface ListenOptions {
  /** Added to each port, so that an unprivileged user can run a configuration that names port 25. */
  readonly portOffset: number;
  /** Listen here instead of the listener's address. */
  readonly bind?: string;
}

/** Where a listener listens here. */
export function placeOf(
  listener: CompiledListener,
  { portOffset, bind }: ListenOptions,
): { host: string; port: number } {
  const scope = listener.scope === undefined ? '' : `%${interfaceName(listener.scope)}`;
  return { host: bind ?? `${listener.address}${scope}`, port: listener.port + portOffset };
}

/** Node takes interfaces by their names only. */
function interfaceName(scope: number): string {
  const [name = String(scope)] =
    Object.entries(networkInterfaces()).find(([, addresses]) =>
      addresses?.some((one) => one.family === 'IPv6' && one.scopeid === scope),
    ) ?? [];
  return name;
}

/** Connections waiting to be accepted (smtpd.h: SMTPD_BACKLOG is 5; Node's default loses no client to a burst). */
const BACKLOG = 511;

/** Listens on a TCP port; rejects with the system's error. */
export function listenTcp(on: ListenOn, client: (socket: Socket) => void): Promise<Server> {
  return listening((server) => server.listen(on, BACKLOG), client);
}

/** Listens on a UNIX socket with this mode, in place of what a crash left there. */
export function listenUnix(path: string, mode: number, client: (socket: Socket) => void): Promise<Server> {
  rmSync(path, { force: true });
  // The socket is made within the call, so nobody meets it with another mode.
  const umask = process.umask(0o777 & ~mode);
  const started = listening((server) => server.listen(path), client);
  process.umask(umask);
  return started;
}

function listening(start: (server: Server) => void, client: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    // A client that has sent all it has may still hear the answers.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, client);
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve(server);
    });
    start(server);
  });
}
