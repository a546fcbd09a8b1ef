import { type ConnectionOptions, TLSSocket } from 'node:tls';
import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { Exchanger, RelayPlan } from '@smtpd-conf/engine';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { oneLine } from '../../relay/one-line.js';
import type { SessionReport } from '../../relay/session-report.js';
import { type TlsSession, tlsSession } from '../tls-session.js';
import { reportingLogger } from './reporting-logger.js';

export interface ConnectOptions {
  readonly plan: Omit<RelayPlan, 'recipient'>;
  readonly exchanger: Exchanger;
  readonly config: CompiledConfig;
  /** Reads a certificate or key that the configuration names. */
  readonly read: (path: string) => Buffer;
  /** For filter processes, and then the server's name by its address. */
  readonly report?: SessionReport;
  readonly peerName?: string;
}

/** A server that has said hello, and knows us where it has to. */
export interface Connected {
  readonly connection: SMTPConnection;
  readonly report: SessionReport | undefined;
  /** Messages that it has taken. */
  messages: number;
  lost: boolean;
  /** Called when the connection ends, whoever ends it. */
  whenLost: (() => void) | undefined;
}

/** `insecure`: TLS failed where it was only offered, and the mail may go without. */
export interface ConnectFailure {
  readonly failure: 'lost' | 'insecure';
  readonly text: string;
}

/** Milliseconds (mta_session.c: MTA_TIMEOUT is five minutes). */
const TIMEOUT = 300_000;
const CONNECT_TIMEOUT = 30_000;

/** Connects to a server (mta_session.c); `plain` without TLS even if it offers that. */
export async function connect(options: ConnectOptions, plain = false): Promise<Connected | ConnectFailure> {
  const { plan, report } = options;
  const tls = (): TlsSession | undefined => {
    const socket = (connection as unknown as { readonly _socket?: unknown })._socket;
    return socket instanceof TLSSocket ? tlsSession(socket) : undefined;
  };
  const connection: SMTPConnection = new SMTPConnection(connectionOptions(options, plain, tls));
  const connected: Connected = { connection, report, messages: 0, lost: false, whenLost: undefined };
  // Whoever is waiting hears of it too; this is for the time when nobody is.
  connection.on('error', () => undefined);
  connection.on('end', () => {
    connected.lost = true;
    report?.ended();
    connected.whenLost?.();
  });
  try {
    await answered((done) => connection.connect((error) => done(error)), connection);
    if (plan.tls.mode === 'starttls' && !connection.secure)
      throw new Error('TLS required but not supported by remote host');
    if (plan.credentials) {
      if (!connection.secure) throw new Error('Refuse to AUTH over unsecure channel');
      const { username: user, password: pass } = plan.credentials;
      report?.authenticates(user);
      await answered((done) => connection.login({ credentials: { user, pass } }, (error) => done(error)), connection);
    }
    return connected;
  } catch (error) {
    connection.close();
    const { code, response, message } = error as SMTPConnection.SMTPError;
    const mayGoWithout = code === 'ETLS' && plan.tls.mode === 'opportunistic' && !plain;
    return { failure: mayGoWithout ? 'insecure' : 'lost', text: oneLine(response ?? message) };
  }
}

/** A call that answers through a callback, or fails with the connection. */
export function answered<T>(
  call: (done: (error: Error | null | undefined, value?: T) => void) => void,
  connection: SMTPConnection,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const lost = (error: Error): void => reject(error);
    const ended = (): void => reject(new Error('Connection closed unexpectedly'));
    connection.once('error', lost).once('end', ended);
    call((error, value) => {
      connection.off('error', lost).off('end', ended);
      if (error) reject(error);
      else resolve(value as T);
    });
  });
}

function connectionOptions(
  options: ConnectOptions,
  plain: boolean,
  agreed: () => TlsSession | undefined,
): SMTPConnection.Options {
  const { plan, exchanger, config, read, report, peerName = '' } = options;
  const { mode } = plan.tls;
  return {
    host: exchanger.address,
    port: plan.port,
    name: plan.helo,
    lmtp: plan.protocol === 'lmtp',
    secure: mode === 'smtps',
    ignoreTLS: mode === 'no' || plain,
    ...(plan.source === undefined ? {} : { localAddress: plan.source.replace(/^\[|\]$/g, '') }),
    tls: tlsOptions(plan, exchanger.host, config, read),
    connectionTimeout: CONNECT_TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    ...(report ? { logger: reportingLogger(report, peerName, agreed), transactionLog: true } : {}),
  };
}

function tlsOptions(
  { tls }: ConnectOptions['plan'],
  host: string,
  config: CompiledConfig,
  read: (path: string) => Buffer,
): ConnectionOptions {
  const pki = config.pki.find(({ name }) => name === tls.pki);
  const ca = config.ca.find(({ name }) => name === tls.ca)?.cert;
  return {
    servername: host,
    rejectUnauthorized: tls.verify,
    ...(pki?.cert === undefined ? {} : { cert: read(pki.cert) }),
    ...(pki?.key === undefined ? {} : { key: read(pki.key) }),
    ...(ca === undefined ? {} : { ca: read(ca) }),
    ...(tls.ciphers === undefined ? {} : { ciphers: tls.ciphers }),
  };
}
