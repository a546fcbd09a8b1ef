import { createConnection, type Socket } from 'node:net';
import { itemOf } from './account.js';
import { numberedMessage } from './numbered-message.js';

export interface Load {
  readonly port: number;
  /** Part of every token, so that no two sessions of any round send the same. */
  readonly name: string;
  readonly recipient: string;
  readonly domains: readonly string[];
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Hears of each item that the server said 250 to. */
  readonly promised: (item: string) => void;
}

/** Sends message after message over one connection until that breaks. Never rejects. */
export async function loadSession(load: Load): Promise<void> {
  const socket = createConnection(load.port, '127.0.0.1').on('error', () => undefined);
  const say = conversation(socket);
  await say('');
  await say('EHLO client.example\r\n');
  for (let count = 0; !socket.destroyed; count += 1) {
    const token = `${load.name}-${count}`;
    const domains = load.domains.filter(() => load.random() < 0.5);
    if (domains.length === 0) domains.push(load.domains[0] ?? '');
    await say('MAIL FROM:<>\r\n');
    const taken: string[] = [];
    for (const domain of domains) {
      if ((await say(`RCPT TO:<${load.recipient}@${domain}>\r\n`)).startsWith('250')) taken.push(domain);
    }
    if (!(await say('DATA\r\n')).startsWith('354')) continue;
    const said = await say(`${numberedMessage(token, drawLines(load.random))}.\r\n`);
    if (said.startsWith('250')) for (const domain of taken) load.promised(itemOf(token, domain));
  }
}

/** From nothing to some 300 KB, most of them small. */
function drawLines(random: () => number): readonly string[] {
  const count = Math.floor(random() ** 6 * 5000);
  return Array.from({ length: count }, (_, n) => `${n} ${'x'.repeat(Math.floor(random() * 70))}`);
}

/** Says a text and gives the last line of the answer, "" when there is none any more. */
function conversation(socket: Socket): (text: string) => Promise<string> {
  let heard = '';
  let wake: () => void = () => undefined;
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
    wake();
  });
  socket.on('close', () => wake());
  return async (text) => {
    if (text !== '') socket.write(text, 'latin1');
    for (;;) {
      const end = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(heard);
      if (end) {
        heard = heard.slice(end[0].length);
        return end[1] ?? '';
      }
      if (socket.destroyed) return '';
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}
