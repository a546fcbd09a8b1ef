import { Readable } from 'node:stream';
import type { DsnOptions } from '@smtpd-conf/engine';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { DeliveryResult } from '../../deliver/job.js';
import { oneLine } from '../../relay/one-line.js';
import type { RelayBatch } from './relay-batch.js';
import { answered, type Connected } from './smtp-connect.js';

export interface Transacted {
  /** For each recipient, in their order; undefined where the connection was lost before the server decided. */
  readonly results?: readonly DeliveryResult[];
  /** Whether another message can be sent over the connection. */
  readonly reusable: boolean;
}

type SendError = SMTPConnection.SMTPError & { readonly rejectedErrors?: readonly SMTPConnection.SMTPError[] };

/** One message for its recipients over a connection that is ready (mta_session.c: MTA_MAIL to MTA_EOM). */
export async function transaction(connected: Connected, batch: RelayBatch): Promise<Transacted> {
  const { connection, session } = connected;
  const { plan, recipients, bytes } = batch;
  const envelope = { from: plan.sender, to: [...recipients], dsn: dsnEnvelope(batch.dsn) };
  connected.messages += 1;
  session.begins(batch.envelopes, plan.sender, recipients);
  try {
    const sent = await answered<SMTPConnection.SentMessageInfo>(
      (done) => connection.send(envelope, Readable.from(crlf(bytes())), done),
      connection,
    );
    const knowsDsn = /^DSN$/im.test(((sent as { ehlo?: readonly string[] }).ehlo ?? []).join('\n'));
    const taken: DeliveryResult = {
      outcome: 'ok',
      text: oneLine(sent.response),
      ...(knowsDsn ? {} : { withoutDsn: true }),
    };
    const refused = new Map((sent.rejectedErrors ?? []).map((error) => [recipientOf(error), refusal(error)]));
    return { results: recipients.map((one) => refused.get(one) ?? taken), reusable: true };
  } catch (error) {
    const failed = error as SendError;
    const results = resultsOf(failed, recipients);
    return results ? { results, reusable: await isReusableAfter(failed, connected) } : { reusable: false };
  }
}

/** Undefined where the server did not decide. */
function resultsOf(error: SendError, recipients: readonly string[]): readonly DeliveryResult[] | undefined {
  const { rejectedErrors = [], responseCode } = error;
  const other = refusal(error);
  if (rejectedErrors.length > 0) {
    const refused = new Map(rejectedErrors.map((one) => [recipientOf(one), refusal(one)]));
    return recipients.map((one) => refused.get(one) ?? other);
  }
  // What the library refuses to say is refused for good: no other server would hear it either.
  return responseCode === undefined && !isRefusedByUs(error) ? undefined : recipients.map(() => other);
}

/** mta_session.c: RSET where a message was refused before it was sent. */
async function isReusableAfter(error: SendError, { connection, lost }: Connected): Promise<boolean> {
  if (lost) return false;
  if (error.code !== 'EENVELOPE' || isRefusedByUs(error)) return true;
  try {
    await answered<unknown>((done) => connection.reset(done), connection);
    return true;
  } catch {
    return false;
  }
}

function recipientOf(error: SMTPConnection.SMTPError): string | undefined {
  return (error as { readonly recipient?: string }).recipient;
}

function isRefusedByUs({ code, command }: SendError): boolean {
  return code === 'EENVELOPE' && command === 'API';
}

function refusal({ responseCode = 550, response, message }: SMTPConnection.SMTPError): DeliveryResult {
  return { outcome: responseCode >= 500 ? 'permfail' : 'tempfail', text: oneLine(response ?? message) };
}

/** As the library wants it: it writes xtext (RFC 3461, section 4) itself. */
function dsnEnvelope({ notify, orcpt, ret, envid }: DsnOptions): SMTPConnection.DSNOptions {
  return {
    ...(notify.length === 0 ? {} : { notify: notify.map((one) => one.toUpperCase()) as never }),
    ...(orcpt === undefined ? {} : { orcpt: `rfc822;${fromXtext(orcpt)}` }),
    ...(ret === undefined ? {} : { ret: ret.toUpperCase() as 'FULL' | 'HDRS' }),
    ...(envid === undefined || envid === '' ? {} : { envid: fromXtext(envid) }),
  };
}

function fromXtext(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Lines of the queue end in LF; those on the wire in CRLF. The library doubles dots. */
async function* crlf(message: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  for await (const bytes of message) {
    yield Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\n/g, '\r\n'), 'latin1');
  }
}
