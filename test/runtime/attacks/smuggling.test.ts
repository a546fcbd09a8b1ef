import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from '../raw-client.js';
import { freePort, OWNER, RunningServer } from '../running-server.js';

/** What stands for the end of a message somewhere, and does not on the wire between servers that keep to RFC 5321. */
const FALSE_ENDS = ['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\r\n.\r\r\n', '\n.\r', '\r.\n'];
const SECOND = 'MAIL FROM:<admin@a.example>\r\nRCPT TO:<x@b.example>\r\nDATA\r\nSubject: smuggled\r\n\r\n.\r\n';

describe('SMTP smuggling', () => {
  const wire: string[] = [];
  let next: Server;
  let server: RunningServer;

  beforeAll(async () => {
    const port = await freePort();
    next = createServer((socket) => {
      let state: 'commands' | 'message' = 'commands';
      let message = '';
      socket.on('error', () => undefined);
      socket.write('220 next.example\r\n');
      socket.on('data', (bytes) => {
        message += bytes.toString('latin1');
        if (state === 'commands') {
          const last = message;
          message = '';
          for (const line of last.trimEnd().split('\r\n')) {
            state = line === 'DATA' ? 'message' : 'commands';
            socket.write(line === 'DATA' ? '354 go on\r\n' : '250 ok\r\n');
          }
        } else if (message.endsWith('\r\n.\r\n')) {
          wire.push(message);
          message = '';
          state = 'commands';
          socket.write('250 ok\r\n');
        }
      });
    });
    await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
    server = await RunningServer.start(`
listen on lo port 25
action "relay" relay host "smtp://127.0.0.1:${port}"
action "maildir" maildir "DIR/mail/%{rcpt.domain}"
match from any for domain "b.example" action "maildir"
match from any for any action "relay"
`);
  });
  afterAll(async () => {
    next?.close();
    await server?.stop();
  });

  test.each(FALSE_ENDS)('as a server: one message for %j and what follows in the same packet', async (end) => {
    const client = await RawClient.greeted(server.port);
    await client.say('EHLO x\r\n');
    await client.say('MAIL FROM:<>\r\n');
    await client.say(`RCPT TO:<${OWNER.username}@b.example>\r\n`);
    await client.say('DATA\r\n');
    client.send(`Subject: first\r\n\r\ntext${end}${SECOND}`);
    client.socket.end();
    await client.rest();
    await server.settled();
    const smuggled = server.maildir('b.example').filter((text) => /^Subject: smuggled$/m.test(headOf(text)));
    expect(smuggled).toEqual([]);
  });

  test.each(FALSE_ENDS)('to the next server: %j ends nothing, whoever reads it', async (end) => {
    wire.length = 0;
    const client = await RawClient.greeted(server.port);
    await client.say('EHLO x\r\n');
    await client.say('MAIL FROM:<a@a.example>\r\n');
    await client.say('RCPT TO:<x@next.example>\r\n');
    await client.say('DATA\r\n');
    // In a packet of its own, as a client that means to be taken seriously sends it.
    client.send(`Subject: first\r\n\r\ntext${end}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.send('MAIL FROM:<admin@a.example>\r\n.\r\n');
    await client.reply();
    client.close();
    await server.settled();
    expect(wire).toHaveLength(1);
    const [sent = ''] = wire;
    const body = sent.slice(0, -'\r\n.\r\n'.length);
    // Every LF has its CR, so that bare ones end no line anywhere; and no line is a dot alone.
    expect(body).not.toMatch(/(?<!\r)\n/);
    expect(body).not.toMatch(/\r\n\.\r?\n/);
  });
});

function headOf(message: string): string {
  return message.slice(0, message.indexOf('\n\n'));
}
