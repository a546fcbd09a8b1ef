import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../../cli/program.js';
import { freePort, OWNER, RunningServer } from '../running-server.js';

const say = (sender: string, recipient: string, ...text: readonly string[]): readonly string[] => [
  'EHLO client.example',
  `MAIL FROM:<${sender}>`,
  `RCPT TO:<${recipient}>`,
  'DATA',
  ...text,
  '.',
];

/** Answers of the next server to the recipient, by the recipient's local part. */
const ANSWERS: Readonly<Record<string, string>> = {
  short: '553-\r\n553\r\n',
  injected: '553-a\r\n553-\nsender: root\r\n553 x\r\n',
  endless: `${`553-${'x'.repeat(2000)}\r\n`.repeat(500)}553 done\r\n`,
  binary: '553 \x00\x01\x07\xff\x1b[2J\r\n',
};

let server: RunningServer;
let next: Server;
beforeAll(async () => {
  const port = await freePort();
  next = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 next.example\r\n');
    socket.on('data', (bytes) => {
      for (const line of bytes.toString('latin1').trimEnd().split('\r\n')) {
        const [, name = ''] = /^RCPT TO:<(\w+)@/.exec(line) ?? [];
        socket.write(Buffer.from(ANSWERS[name] ?? '250 ok\r\n', 'latin1'));
      }
    });
  });
  await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
  server = await RunningServer.start(`
listen on lo port 25
action "a" mda "cat > /dev/null; touch DIR/mail/%{sender.user}"
action "long" mda "cat > /dev/null; : ${'%{rcpt}%{sender}'.repeat(40)}; touch DIR/mail/long"
action "path" maildir "DIR/mail/${'%{rcpt}/'.repeat(40)}"
action "stopped" mda "echo $$ > DIR/mail/stopped; kill -STOP $$"
action "out" relay host "smtp://127.0.0.1:${port}"
action "maildir" maildir "DIR/mail/maildir"
match from any for domain "a.example" action "a"
match from any for domain "long.example" action "long"
match from any for domain "path.example" action "path"
match from any for domain "stopped.example" action "stopped"
match from any for domain "maildir.example" action "maildir"
match from any for domain "next.example" action "out"
`);
});
afterAll(async () => {
  next?.close();
  // The delivery that was stopped is not waited for.
  await server?.kill();
  await server?.stop();
});

const user = OWNER.username;

describe('published vulnerabilities', () => {
  test.each([';touch escaped;', '`touch escaped`', '$(touch escaped)', '|touch escaped'])(
    'CVE-2020-7247: MAIL FROM:<%s> is refused',
    async (path) => {
      const replies = await server.say('EHLO x', `MAIL FROM:<${path}>`);
      expect(replies.at(-1)).toMatch(/^55[03] /);
      expect(existsSync(join(server.directory, 'mail/escaped'))).toBe(false);
    },
  );

  test.each(Object.keys(ANSWERS))('CVE-2020-8794: a server that answers in strange lines: %s', async (name) => {
    const replies = await server.say(...say('', `${name}@next.example`, 'Subject: x', ''));
    const [, id = ''] = /^250 2\.0\.0 ([0-9a-f]{8})/.exec(replies.at(-1) ?? '') ?? [];
    await server.until(() => server.log.includes(`mta delivery evpid=${id}`));
    for (const line of server.log.split('\n').filter((one) => one.includes('mta delivery'))) {
      expect(line).toMatch(/^[\x20-\x7e]* stat="[\x20-\x7e\x80-\uffff]*"$/);
    }
    for (const line of server.control('show', 'queue').split('\n')) expect(line).toMatch(/^$|^[0-9a-f]{16}\|/);
    expect((await server.say('EHLO x')).at(-1)).toBe('250 HELP');
  });

  test('CVE-2020-8793: newaliases runs nothing that PATH names', () => {
    const directory = join(server.directory, 'mail/path');
    mkdirSync(directory);
    const trap = `#!/bin/sh\ntouch ${join(directory, 'escaped')}\n`;
    for (const name of ['makemap', 'newaliases', 'sendmail', 'smtpctl'])
      writeFileSync(join(directory, name), trap, { mode: 0o755 });
    writeFileSync(join(directory, 'aliases'), 'root: bob\n');
    spawnSync(process.execPath, [PROGRAM, 'makemap', '-t', 'aliases', join(directory, 'aliases')], {
      env: { PATH: `${directory}:${process.env.PATH}` },
    });
    expect(readdirSync(directory)).toContain('aliases.db');
    expect(existsSync(join(directory, 'escaped'))).toBe(false);
  });

  test('2015 audit: a command that outgrows its buffer is not cut, but not run', async () => {
    const long = 'l'.repeat(60);
    await server.say(...say(`${long}@${long}.example`, `${user}@long.example`, 'Subject: x', ''));
    await server.until(() => /@long\.example> .*result=/.test(server.log));
    expect(existsSync(join(server.directory, 'mail/long'))).toBe(false);
  });

  test('2015 audit: a path that outgrows its buffer', async () => {
    await server.say(...say('', `${user}+${'p'.repeat(200)}@path.example`, 'Subject: x', ''));
    await server.until(() => /@path\.example> .*result=/.test(server.log));
    expect(server.log).toMatch(/@path\.example> .*result=(?:Temp|Perm)Fail/);
  });

  test('2015 audit: a delivery whose process is stopped by its user holds up nobody else', async () => {
    await server.say(...say('', `${user}@stopped.example`, 'Subject: x', ''));
    await server.say(...say('', `${user}@maildir.example`, 'Subject: after', ''));
    await server.until(() => server.maildir('maildir').some((text) => text.includes('Subject: after')));
    const stopped = join(server.directory, 'mail/stopped');
    await server.until(() => existsSync(stopped) && readFileSync(stopped, 'latin1').endsWith('\n'));
    process.kill(Number(readFileSync(stopped, 'latin1')), 'SIGKILL');
  });

  test.each([
    ['a sender', 'MAIL FROM:<a\rb@c.example>'],
    ['a NUL in it', 'MAIL FROM:<a\x00b@c.example>'],
    ['its parameters', 'MAIL FROM:<a@c.example> ENVID=a\rX-Injected:'],
  ])('header injection by CR in %s', async (_what, command) => {
    const to = `${user}@maildir.example`;
    const recipient = [`RCPT TO:<${to}> ORCPT=rfc822;a\rX-Injected:`, `RCPT TO:<${to}>`];
    const replies = await server.say(
      'EHLO a\rX-Injected: b',
      'EHLO x',
      command,
      ...recipient,
      'DATA',
      'Subject: y',
      '',
      '.',
    );
    const [, id] = /^250 2\.0\.0 ([0-9a-f]{8})/.exec(replies.at(-1) ?? '') ?? [];
    await server.until(() => id === undefined || server.log.includes(`mda delivery evpid=${id}`));
    for (const text of server.maildir('maildir')) {
      const head = text.slice(0, text.indexOf('\n\n'));
      expect(head).not.toMatch(/^X-Injected/m);
      expect(head).not.toContain('\r');
      expect(head).not.toContain('\x00');
    }
  });
});
