import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort, OWNER, RunningServer } from './running-server.js';

const RECIPIENT = OWNER.username;
const mail = (recipient: string, subject: string, sender = 'bob@remote.example'): readonly string[] => [
  'EHLO client.example',
  `MAIL FROM:<${sender}>`,
  `RCPT TO:<${recipient}>`,
  'DATA',
  `Subject: ${subject}`,
  '',
  'text',
  '.',
  'QUIT',
];

const CONFIG = `
listen on lo port 25
action "maildir" maildir "DIR/mail/%{dest.user}"
action "command" mda "cat > DIR/mail/command; exit 0"
action "refuses" mda "cat > /dev/null; echo no room for you; exit 1"
action "later" mda "cat > /dev/null; exit 75"
match from any for domain "maildir.example" action "maildir"
match from any for domain "command.example" action "command"
match from any for domain "refuses.example" action "refuses"
match from any for domain "later.example" action "later"
`;

describe('a running server', { shuffle: false }, () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await RunningServer.start(CONFIG);
  });
  afterAll(() => server?.stop());

  test('answers as the engine says and delivers to a maildir', async () => {
    const replies = await server.say(...mail(`${RECIPIENT}@maildir.example`, 'one'));
    expect(replies.map((reply) => reply.replace(/(?<=2\.0\.0 )[0-9a-f]{8}/, 'ID'))).toEqual([
      expect.stringMatching(/^220 .* ESMTP OpenSMTPD$/),
      '250 HELP',
      '250 2.0.0 Ok',
      '250 2.1.5 Destination address valid: Recipient ok',
      '354 Enter mail, end with "." on a line by itself',
      '250 2.0.0 ID Message accepted for delivery',
      '221 2.0.0 Bye',
    ]);
    await server.until(() => server.maildir(RECIPIENT).some((text) => text.includes('Subject: one\n')));
    const [text = ''] = server.maildir(RECIPIENT);
    expect(text).toMatch(/^Return-Path: <bob@remote\.example>\nDelivered-To: .*@maildir\.example\nReceived: from /);
    // The log follows the queue.
    await server.until(() =>
      /mda delivery evpid=[0-9a-f]{16} from=<bob@remote\.example> .* result=Ok stat=Delivered/.test(server.log),
    );
    await server.until(() => server.queue().length === 0);
  });

  test('runs commands with the message on their standard input', async () => {
    await server.say(...mail(`${RECIPIENT}@command.example`, 'two'));
    await server.until(() => /@command\.example> .*result=Ok/.test(server.log));
    expect(readFileSync(join(server.directory, 'mail/command'), 'latin1')).toContain('Subject: two\n');
  });

  test('tells the sender of what was refused', async () => {
    await server.say(...mail(`${RECIPIENT}@refuses.example`, 'three', `${RECIPIENT}@maildir.example`));
    await server.until(() => server.maildir(RECIPIENT).some((text) => text.includes('status notification: failed')));
    await server.logged(/result=PermFail stat=Error \("no room for you"\)/);
    await server.until(() => server.queue().length === 0);
  });

  test('keeps what failed for now, over a crash too', async () => {
    await server.say(...mail(`${RECIPIENT}@later.example`, 'four'));
    await server.until(() => server.log.includes('result=TempFail'));
    await server.kill();
    expect(server.queue().filter((file) => !file.endsWith('.log'))).toHaveLength(1);
    await server.restart();
    expect(server.log).toContain('ready, 1 envelopes in the queue');
  });

  test('refuses what no rule takes', async () => {
    const replies = await server.say('EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@elsewhere.example>', 'QUIT');
    expect(replies[3]).toBe('550 Invalid recipient: <c@elsewhere.example>');
  });
});

describe('relaying', () => {
  let sink: Server | undefined;
  let server: RunningServer | undefined;
  afterEach(async () => {
    sink?.close();
    await server?.stop();
  });

  test('hands mail to a smarthost, and its bounce of a refusal to the sender', async () => {
    const port = await freePort();
    const told: string[] = [];
    sink = createServer((socket) => {
      let data = false;
      let rest = '';
      socket.write('220 sink\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        const lines = (rest + bytes.toString('latin1')).split('\r\n');
        rest = lines.pop() as string;
        for (const line of lines) {
          told.push(line);
          if (data && line !== '.') continue;
          const refused = /^RCPT TO:<refused/.test(line);
          socket.write(refused ? '550 5.1.1 not here\r\n' : line === 'DATA' ? '354 go on\r\n' : '250 ok\r\n');
          data = line === 'DATA';
        }
      });
    }).listen(port, '127.0.0.1');
    server = await RunningServer.start(`
listen on lo port 25
action "maildir" maildir "DIR/mail/%{dest.user}"
action "out" relay host "smtp://127.0.0.1:${port}" helo "relay.example"
match from any for domain "ours.example" action "maildir"
match from any for any action "out"
`);
    await server.say(...mail('alice@remote.example', 'away'));
    await server.until(() => told.includes('Subject: away'));
    expect(told.slice(0, 4)).toEqual([
      'EHLO relay.example',
      expect.stringMatching(/^MAIL FROM:<bob@remote\.example>/),
      'RCPT TO:<alice@remote.example>',
      'DATA',
    ]);
    await server.say(...mail('refused@remote.example', 'back', `${RECIPIENT}@ours.example`));
    await server.until(() => server?.maildir(RECIPIENT).length === 1);
    const [bounce = ''] = server.maildir(RECIPIENT);
    expect(bounce).toContain('Subject: Delivery status notification: failed\n');
    expect(bounce).toContain('refused@remote.example: 550 5.1.1 not here\n');
    expect(bounce).toContain('\nSubject: back\n');
  });
});
