import type { ConnectionOptions } from 'node:tls';
import { getSystemErrorMap } from 'node:util';
import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { Exchanger, RelayPlan } from '@smtpd-conf/engine';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { oneLine } from '../../relay/one-line.js';
import type { OutgoingSession } from '../../relay/outgoing-session.js';
import { bracketed } from '../../relay/relaying-entry.js';
import { opensslCiphers, tlsVersions } from '../../smtp/tls-words.js';
import { connectionObserver } from './observe-connection.js';

export interface ConnectOptions {
  readonly plan: Omit<RelayPlan, 'recipient'>;
  readonly exchanger: Exchanger;
  /** What its address resolves to. */
  readonly name: string | undefined;
  readonly session: OutgoingSession;
  readonly config: CompiledConfig;
  /** Reads a certificate or key that the configuration names. */
  readonly read: (path: string) => Buffer;
}

/** A server that has said hello, and knows us where it has to. */
export interface Connected {
  readonly connection: SMTPConnection;
  readonly session: OutgoingSession;
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
  const { plan, session, name, exchanger } = options;
  const { logger, observe } = connectionObserver({
    session,
    isLmtp: plan.protocol === 'lmtp',
    name,
    verified: plan.tls.verify,
  });
  const connection = new SMTPConnection({ ...connectionOptions(options, plain), logger, transactionLog: true });
  observe(connection);
  session.connecting(`${schemeOf(plan, plain)}://${bracketed(exchanger.address)}:${plan.port}`, name);
  const connected: Connected = { connection, session, messages: 0, lost: false, whenLost: undefined };
  // Whoever is waiting hears of it too; this is for the time when nobody is.
  connection.on('error', () => undefined);
  connection.on('end', () => {
    connected.lost = true;
    connected.whenLost?.();
  });
  try {
    await answered((done) => connection.connect((error) => done(error)), connection);
    if (plan.tls.mode === 'starttls' && !connection.secure)
      throw new Error('TLS required but not supported by remote host');
    if (plan.credentials) {
      if (!connection.secure) throw new Error('Refuse to AUTH over unsecure channel');
      const { username: user, password: pass } = plan.credentials;
      session.authenticates(user);
      await answered((done) => connection.login({ credentials: { user, pass } }, (error) => done(error)), connection);
    }
    return connected;
  } catch (error) {
    connection.close();
    const { code, response } = error as SMTPConnection.SMTPError;
    if (code === 'ETIMEDOUT') session.timedOut();
    const mayGoWithout = code === 'ETLS' && plan.tls.mode === 'opportunistic' && !plain;
    return {
      failure: mayGoWithout ? 'insecure' : 'lost',
      text: oneLine(response ?? failureText(error as SMTPConnection.SMTPError)),
    };
  }
}

/** What the system said, in the words of mta_session.c:mta_io, or the library. */
function failureText({ errno, message }: SMTPConnection.SMTPError): string {
  const [, text] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? [];
  return text === undefined ? message : `IO Error: ${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
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

/** mta_session.c:mta_connect. */
function schemeOf({ tls, protocol }: ConnectOptions['plan'], plain: boolean): string {
  if (tls.mode === 'no' || plain) return protocol === 'lmtp' ? 'lmtp' : 'smtp+notls';
  return tls.mode === 'opportunistic' ? 'smtp' : tls.mode === 'starttls' ? 'smtp+tls' : 'smtps';
}

function connectionOptions({ plan, exchanger, config, read }: ConnectOptions, plain: boolean): SMTPConnection.Options {
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
    ...(tls.ciphers === undefined ? {} : { ciphers: opensslCiphers(tls.ciphers) }),
    ...versionsOf(tls.protocols),
  };
}

function versionsOf(protocols: string | undefined): ConnectionOptions {
  if (protocols === undefined) return {};
  const versions = tlsVersions(protocols);
  if (!versions) throw new Error(`protocols "${protocols}" are not known`);
  return { minVersion: versions.oldest, maxVersion: versions.newest };
}
