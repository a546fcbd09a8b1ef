import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import {
  askServer,
  CONTROL_SOCKET,
  CONTROL_USAGE,
  type ControlCommand,
  type ControlReply,
  type ControlRequest,
  type Digest,
  encrypt,
  envelopeText,
  LINES_A_PAGE,
  monitorHeading,
  monitorLine,
  readControlRequest,
  replyText,
  storedEnvelope,
  storedMessage,
  storedQueue,
} from '@smtpd-conf/runtime';
import { EXIT, UserError } from '../exit-status.js';
import { reason } from '../read-source.js';
import { SPOOL_VARIABLE } from '../spool-variable.js';

/** `smtpd-lint ctl --spool DIR COMMAND`: what smtpctl(8) does, for a server that `run` started. */
export async function ctl(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { spool: { type: 'string' }, format: { type: 'string', default: 'text' } },
  });
  const { format } = values;
  if (format !== 'text' && format !== 'json') throw new UserError(`--format ${format}: use text or json`);
  const request = readControlRequest(positionals);
  if (typeof request === 'string') throw new UserError(`${request}\n${usage()}`);
  if (request.type === 'encrypt') return printEncrypted(request.text);
  const spool = values.spool ?? process.env[SPOOL_VARIABLE];
  if (spool === undefined) {
    throw new UserError(
      `ctl needs --spool DIR, the directory that the server was given, or ${SPOOL_VARIABLE} set to it`,
    );
  }
  return perform(request, spool, format);
}

function usage(): string {
  return `usage: smtpd-lint ctl --spool DIR [--format text|json] COMMAND, which is one of\n  ${CONTROL_USAGE.join('\n  ')}`;
}

type Format = 'text' | 'json';

async function perform(
  request: Exclude<ControlRequest, { type: 'encrypt' }>,
  spool: string,
  format: Format,
): Promise<number> {
  switch (request.type) {
    case 'monitor':
      return monitor(spool, format);
    case 'show-envelope': {
      const waiting = inQueue(spool, () => storedEnvelope(spool, request.id));
      if (!waiting) throw new UserError(`no envelope ${request.id} in the queue`, EXIT.findings);
      await print(format === 'json' ? `${JSON.stringify(waiting)}\n` : envelopeText(waiting));
      return EXIT.clean;
    }
    case 'show-message': {
      const message = inQueue(spool, () => storedMessage(spool, request.id));
      if (!message) throw new UserError(`no message ${request.id} in the queue`, EXIT.findings);
      await pipeline(message, process.stdout, { end: false });
      return EXIT.clean;
    }
    case 'show-queue':
      return showQueue(request, spool, format);
    default:
      return printReplies(askRunning(spool, request), format);
  }
}

/** As smtpctl does, reads the queue on disk where no server runs. */
async function showQueue(
  command: Extract<ControlCommand, { type: 'show-queue' }>,
  spool: string,
  format: Format,
): Promise<number> {
  try {
    return await printReplies(askServer(join(spool, CONTROL_SOCKET), command), format);
  } catch (error) {
    if (!isNotRunning(error)) throw notAllowed(spool, error);
  }
  return printReplies(stored(spool, command.message ?? ''), format);
}

/** One after the other: a long queue is printed while it is read. */
function* stored(spool: string, message: string): Iterable<ControlReply> {
  const entries = inQueue(spool, () => storedQueue(spool));
  for (;;) {
    const { value: entry, done } = inQueue(spool, () => entries.next());
    if (done) return;
    if (entry.envelope.id.startsWith(message)) yield { type: 'envelope', entry };
  }
}

/** Characters that are printed at a time. */
const PORTION = 65536;

/** Prints what the server says; the status is 1 where it says no. */
async function printReplies(
  replies: AsyncIterable<ControlReply> | Iterable<ControlReply>,
  format: Format,
): Promise<number> {
  let failed = false;
  const now = Math.floor(Date.now() / 1000);
  let portion = '';
  for await (const reply of replies) {
    failed ||= reply.type === 'failed';
    portion += `${format === 'json' ? JSON.stringify(reply) : replyText(reply, now)}\n`;
    if (portion.length < PORTION) continue;
    await print(portion);
    portion = '';
  }
  await print(portion);
  return failed ? EXIT.findings : EXIT.clean;
}

/** Once a second, until somebody stops it. */
async function monitor(spool: string, format: Format): Promise<number> {
  let before: Digest | undefined;
  for (let lines = 0; ; lines += 1) {
    for await (const reply of askRunning(spool, { type: 'digest' })) {
      if (reply.type !== 'digest') continue;
      const text = format === 'json' ? JSON.stringify(reply.digest) : monitorLine(reply.digest, before);
      if (format === 'text' && lines % LINES_A_PAGE === 0) await print(`${monitorHeading(lines === 0)}\n`);
      await print(`${text}\n`);
      before = reply.digest;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function* askRunning(spool: string, command: ControlCommand): AsyncGenerator<ControlReply> {
  try {
    yield* askServer(join(spool, CONTROL_SOCKET), command);
  } catch (error) {
    if (isNotRunning(error)) {
      throw new UserError(
        `no server runs on ${spool}; start one with: smtpd-lint run -f FILE --spool ${spool}`,
        EXIT.findings,
      );
    }
    throw notAllowed(spool, error);
  }
}

function isNotRunning(error: unknown): boolean {
  return ['ENOENT', 'ECONNREFUSED'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function notAllowed(spool: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EACCES') return error;
  return new UserError(`only the owner of ${spool} may control the server that works on it`, EXIT.findings);
}

/** What only the owner of the queue may read. */
function inQueue<T>(spool: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`the queue in ${spool} cannot be read: ${reason(error)}`, EXIT.unreadable);
  }
}

/** The hash of a password, or of each line of standard input. */
async function printEncrypted(text: string | undefined): Promise<number> {
  const lines = text === undefined ? createInterface({ input: process.stdin }) : [text];
  for await (const line of lines) await print(`${await encrypt(Buffer.from(line).toString('latin1'))}\n`);
  return EXIT.clean;
}

/** A long queue waits for who reads it. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
