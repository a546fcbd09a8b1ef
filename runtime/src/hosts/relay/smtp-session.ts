import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { Exchanger, RelayPlan } from '@smtpd-conf/engine';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { DeliveryResult } from '../../deliver/job.js';

export interface SmtpSessionOptions {
  readonly plan: RelayPlan;
  readonly exchanger: Exchanger;
  readonly message: () => AsyncIterable<Uint8Array>;
  readonly config: CompiledConfig;
  /** Reads a certificate or key that the configuration names. */
  readonly read: (path: string) => Buffer;
}

/**
 * How one server took a message. `unreachable`: another one may be tried; `insecure`: STARTTLS failed where it was not
 * demanded, so that it may be tried again without.
 */
export type SessionResult =
  | DeliveryResult
  | { readonly outcome: 'unreachable'; readonly text: string }
  | { readonly outcome: 'insecure'; readonly text: string };

/** Milliseconds (mta_session.c: MTA_TIMEOUT is five minutes). */
const TIMEOUT = 300_000;
const CONNECT_TIMEOUT = 30_000;

/** Sends one message to one server (mta_session.c). */
export async function smtpSession(options: SmtpSessionOptions, plain = false): Promise<SessionResult> {
  const { plan, message } = options;
  const connection = new SMTPConnection(connectionOptions(options, plain));
  try {
    await connected(connection);
    if (plan.credentials) {
      const { username: user, password: pass } = plan.credentials;
      await called((done) => connection.login({ credentials: { user, pass } }, done), connection);
    }
    const envelope = { from: plan.sender, to: [plan.recipient] };
    const info = await called<{ response: string }>(
      (done) => connection.send(envelope, Readable.from(crlf(message())), done),
      connection,
    );
    connection.quit();
    return { outcome: 'ok', text: info.response };
  } catch (error) {
    connection.close();
    return failed(error as SMTPConnection.SMTPError, plan, plain);
  }
}

function connectionOptions(
  { plan, exchanger, config, read }: SmtpSessionOptions,
  plain: boolean,
): SMTPConnection.Options {
  const { mode } = plan.tls;
  return {
    host: exchanger.address,
    port: plan.port,
    name: plan.helo,
    lmtp: plan.protocol === 'lmtp',
    secure: mode === 'smtps',
    requireTLS: mode === 'starttls',
    ignoreTLS: mode === 'no' || plain,
    ...(plan.source === undefined ? {} : { localAddress: plan.source.replace(/^\[|\]$/g, '') }),
    tls: tlsOptions(plan, exchanger.host, config, read),
    connectionTimeout: CONNECT_TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
  };
}

function tlsOptions(
  { tls }: RelayPlan,
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

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

/** A call that answers through a callback, or fails with the connection. */
function called<T>(
  call: (done: (error: Error | null | undefined, value?: T) => void) => void,
  connection: SMTPConnection,
): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    call((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}

function failed(error: SMTPConnection.SMTPError, { tls }: RelayPlan, plain: boolean): SessionResult {
  const { responseCode, response, code, message } = error;
  if (code === 'ETLS' && tls.mode === 'opportunistic' && !plain) return { outcome: 'insecure', text: message };
  const text = response ?? message;
  if (responseCode === undefined || code === 'ECONNECTION' || code === 'ETIMEDOUT')
    return { outcome: 'unreachable', text };
  return { outcome: responseCode >= 500 ? 'permfail' : 'tempfail', text };
}

/** Lines of the queue end in LF; those on the wire in CRLF. The library doubles dots. */
async function* crlf(message: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  for await (const bytes of message) {
    yield Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\n/g, '\r\n'), 'latin1');
  }
}
