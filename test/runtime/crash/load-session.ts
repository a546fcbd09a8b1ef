import { RawClient } from '../raw-client.js';
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
  const client = await RawClient.greeted(load.port);
  const say = (text: string): Promise<string> => client.say(text);
  await say('EHLO client.example\r\n');
  for (let count = 0; !client.socket.destroyed; count += 1) {
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
