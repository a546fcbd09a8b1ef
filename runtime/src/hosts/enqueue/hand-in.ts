import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { EnqueueOptions } from '../../enqueue/options.js';
import type { OutgoingMessage } from '../../enqueue/outgoing-message.js';

/**
 * Hands a message in over the server's socket, one command after the other (enqueue.c:enqueue). `show` is told the dialogue,
 * but for the message itself. Rejects with what the server refuses, or the system's error where none listens.
 */
export async function handIn(
  path: string,
  { sender, recipients, text }: OutgoingMessage,
  { notify, ret, envid }: EnqueueOptions,
  show: (line: string) => void,
): Promise<void> {
  const socket = await connect(path);
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const say = async (command: string): Promise<void> => {
    socket.write(`${command}\r\n`, 'latin1');
    show(`>>> ${command}`);
    await hear(replies, show);
  };
  const withOptions = (command: string, ...parameters: readonly (string | undefined)[]): string =>
    [command, ...parameters.filter((one) => one !== undefined)].join(' ');
  try {
    await hear(replies, show);
    await say('EHLO localhost');
    await say(withOptions(`MAIL FROM:<${sender}>`, ret && `RET=${ret}`, envid && `ENVID=${envid}`));
    for (const recipient of recipients) await say(withOptions(`RCPT TO:<${recipient}>`, notify && `NOTIFY=${notify}`));
    await say('DATA');
    socket.write(text.replace(/^\./gm, '..').replace(/\n/g, '\r\n'), 'latin1');
    await say('.');
    await say('QUIT');
  } finally {
    socket.destroy();
  }
}

function connect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject).on('error', () => socket.destroy());
      resolve(socket);
    });
  });
}

/** A reply of several lines counts as its last one. */
async function hear(replies: AsyncIterator<string>, show: (line: string) => void): Promise<void> {
  for (;;) {
    const { value: line, done } = await replies.next();
    if (done) throw new Error('the server closed the connection');
    show(`<<< ${line}`);
    if (line[3] === '-') continue;
    if (!/^[23]/.test(line)) throw new Error(`command failed: ${line}`);
    return;
  }
}
