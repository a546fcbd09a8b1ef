// Clients that send messages over connections which they keep, one at a time, as smtp-source -d does.
import { createConnection } from 'node:net';

/** Sends `count` messages of `bytes` bytes over `sessions` connections; resolves with the seconds that took. */
export async function load({ port, sessions, count, bytes, recipient }) {
  const line = `${'x'.repeat(70)}\r\n`;
  const text = `Subject: bench\r\n\r\n${line.repeat(Math.ceil(bytes / line.length))}.\r\n`;
  const clients = [];
  // One after the other: the daemon's backlog is 5.
  for (let n = 0; n < sessions; n += 1) clients.push(await greeted(port));
  const started = performance.now();
  let left = count;
  await Promise.all(
    clients.map(async (say) => {
      while (left > 0) {
        left -= 1;
        await say('MAIL FROM:<a@b.example>\r\n', '250');
        await say(`RCPT TO:<${recipient}>\r\n`, '250');
        await say('DATA\r\n', '354');
        await say(text, '250');
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map((say) => say('QUIT\r\n', '221')));
  return seconds;
}

async function greeted(port) {
  const socket = createConnection(port, '127.0.0.1').setNoDelay(true);
  let heard = '';
  let wake = () => undefined;
  socket.on('data', (bytes) => {
    heard += bytes;
    wake();
  });
  socket.on('close', () => wake());
  const say = async (text, expected) => {
    socket.write(text);
    for (;;) {
      const end = /^(?:\d{3}-.*\r\n)*(\d{3}) .*\r\n/.exec(heard);
      if (end) {
        heard = heard.slice(end[0].length);
        if (end[1] !== expected) throw new Error(`${JSON.stringify(text.slice(0, 60))} was answered ${end[0]}`);
        return;
      }
      if (socket.destroyed) throw new Error('the connection was closed');
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  };
  await say('', '220');
  await say('EHLO client.example\r\n', '250');
  return say;
}
