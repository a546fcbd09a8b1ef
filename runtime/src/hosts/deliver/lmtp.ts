import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { DELIVERED, type DeliveryJob, type DeliveryResult } from '../../deliver/job.js';
import { type LmtpDestination, lmtpDestination } from '../../deliver/lmtp-destination.js';
import { failedAgent } from './result.js';

type LmtpJob = Extract<DeliveryJob, { type: 'lmtp' }>;

/** Milliseconds; smtpd.c:forkmda sets an alarm. */
const TIMEOUT = 300_000;
/** sysexits.h: EX_UNAVAILABLE. */
const UNAVAILABLE = 69;

class LmtpFailure extends Error {
  constructor(readonly result: DeliveryResult) {
    super(result.text);
  }
}

/** Hands a message over to an LMTP server (mail.lmtp.c:lmtp_engine). */
export async function deliverLmtp(job: LmtpJob, message: AsyncIterable<Uint8Array>): Promise<DeliveryResult> {
  const destination = lmtpDestination(job.destination);
  if ('problem' in destination) return failedAgent('mail.lmtp', new Error(destination.problem));
  let socket: Socket | undefined;
  try {
    socket = await connect(destination);
    socket.setTimeout(TIMEOUT, () => socket?.destroy(new Error('timeout')));
    await converse(socket, job, message);
    return DELIVERED;
  } catch (error) {
    if (error instanceof LmtpFailure) return error.result;
    return failedAgent('mail.lmtp', error);
  } finally {
    socket?.destroy();
  }
}

function connect(destination: LmtpDestination): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(destination);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // Errors from here on end the reading of replies.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

async function converse(socket: Socket, job: LmtpJob, message: AsyncIterable<Uint8Array>): Promise<void> {
  const replies = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const expect = (digit: '2' | '3'): Promise<void> => reply(replies, digit);
  const say = async (command: string, digit: '2' | '3'): Promise<void> => {
    socket.write(`${command}\r\n`, 'latin1');
    await expect(digit);
  };
  await expect('2');
  await say('LHLO localhost', '2');
  await say(`MAIL FROM:<${job.sender}>`, '2');
  await say(`RCPT TO:<${job.recipient}>`, '2');
  await say('DATA', '3');
  await sendMessage(socket, message);
  await expect('2');
  // It has answered for the message; how it says goodbye does not matter.
  socket.end('QUIT\r\n');
}

async function reply(replies: AsyncIterator<string>, digit: string): Promise<void> {
  for (;;) {
    const { value: line, done } = await replies.next();
    if (done) throw new Error('unexpected EOF from LMTP server');
    if (!/^\d{3}[ -]/.test(line)) {
      throw new Error('LMTP server sent an invalid line');
    }
    if (!line.startsWith(digit)) {
      const text = `"mail.lmtp: LMTP server error: ${line}"`;
      throw new LmtpFailure(
        line.startsWith('4')
          ? { outcome: 'tempfail', text, status: 75 }
          : { outcome: 'permfail', text, status: UNAVAILABLE },
      );
    }
    if (line[3] === ' ') return;
  }
}

/** Lines end in CRLF on the wire, and a dot at their start is doubled. */
async function sendMessage(socket: Socket, message: AsyncIterable<Uint8Array>): Promise<void> {
  let lineStart = true;
  for await (const bytes of message) {
    const text = Buffer.from(bytes).toString('latin1');
    const wire = text.replace(/\n\.?/g, (end) => (end === '\n.' ? '\r\n..' : '\r\n'));
    const dotted = lineStart && text.startsWith('.') ? `.${wire}` : wire;
    if (!socket.write(dotted, 'latin1')) await drained(socket);
    if (text !== '') lineStart = text.endsWith('\n');
  }
  socket.write(lineStart ? '.\r\n' : '\r\n.\r\n');
}

/** Waits until more can be written, or until nothing can any more: then the next reply is an end of file. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    if (socket.destroyed) resolve();
    else socket.once('drain', done).once('close', done);
  });
}
