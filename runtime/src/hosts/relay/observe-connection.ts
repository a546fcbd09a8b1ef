import type { TLSSocket } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { OutgoingSession, ServerCertificate } from '../../relay/outgoing-session.js';
import { bracketed } from '../../relay/relaying-entry.js';
import { tlsSession } from '../tls-session.js';

/** What the library says of itself (its option `transactionLog`); texts of `client` and `server` are what went over the wire. */
interface LogEntry {
  readonly tnx?: string;
  readonly localAddress?: string;
  readonly localPort?: number;
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  readonly outByteCount?: number;
}

type Logger = Exclude<SMTPConnection.Options['logger'], boolean | undefined>;

export interface ObservedOptions {
  readonly session: OutgoingSession;
  readonly isLmtp: boolean;
  /** What the server's address resolves to. */
  readonly name: string | undefined;
  /** Whether the server's certificate had to be valid. */
  readonly verified: boolean;
}

/** Tells a session what goes over the connection of the library's that gets this logger; `observe` names the connection. */
export function connectionObserver(options: ObservedOptions): { logger: Logger; observe(one: SMTPConnection): void } {
  let connection: SMTPConnection | undefined;
  let isSecure = false;
  const { session, isLmtp, name } = options;
  const tellOfTls = (): void => {
    if (isSecure || !connection?.secure) return;
    isSecure = true;
    session.tls(...tlsFacts(socketOf(connection), options.verified));
  };
  const hear = (entry: unknown, text?: unknown): void => {
    const { tnx, localAddress, localPort, remoteAddress, remotePort, outByteCount } = entry as LogEntry;
    if (tnx === 'network' && localAddress !== undefined && remoteAddress !== undefined) {
      session.connected(name, place(localAddress, localPort), place(remoteAddress, remotePort));
      tellOfTls();
    } else if (tnx === 'client') {
      tellOfTls();
      session.command(String(text));
    } else if (tnx === 'server') session.reply(String(text));
    // Its last line is the dot.
    else if (tnx === 'message' && outByteCount !== undefined) session.sent(outByteCount - 3, isLmtp);
  };
  const ignore = (): void => undefined;
  const logger = { level: ignore, trace: hear, debug: hear, info: hear, warn: ignore, error: ignore, fatal: ignore };
  return {
    logger,
    observe: (one) => {
      connection = one;
    },
  };
}

/** The library has no other way to its socket. */
function socketOf(connection: SMTPConnection): TLSSocket {
  return (connection as unknown as { readonly _socket: TLSSocket })._socket;
}

function tlsFacts(socket: TLSSocket, isDemanded: boolean): [ciphers: string, certificate: ServerCertificate] {
  const { version, cipher, bits } = tlsSession(socket);
  const { fingerprint256 = '' } = socket.getPeerCertificate();
  return [
    `${version}:${cipher}:${bits}`,
    { isValid: socket.authorized, isDemanded, fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() },
  ];
}

function place(address: string, port: number | undefined): string {
  return `${bracketed(address)}:${port ?? 0}`;
}
