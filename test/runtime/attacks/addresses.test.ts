import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from '../raw-client.js';
import { OWNER, RunningServer } from '../running-server.js';

/**
 * Every specifier that clients have a say in (smtpd.conf(5), FORMAT SPECIFIERS). A part that begins before its text cannot be
 * expanded, and then no command is run: every recipient here is longer than the part.
 */
const SPECIFIERS = [
  'sender',
  'sender.user',
  'sender.domain',
  'rcpt',
  'rcpt.user',
  'rcpt.domain',
  'dest',
  'dest.user',
  'dest.domain',
  'sender.user:lowercase',
  'rcpt.user:uppercase',
  'rcpt.user:strip',
  'sender[0:40]',
  'rcpt[-10:]',
];

/** Parts of addresses that mean something to a shell or in a path. */
const PARTS = [
  '../../../../../../escaped',
  '..',
  '.',
  '../',
  '/etc/escaped',
  'a/../../../escaped',
  '`touch$IFS$PWD/escaped`',
  '$(touch escaped)',
  ';touch escaped;',
  '|touch escaped',
  '&touch escaped&',
  '>escaped',
  "'>escaped'",
  '"; touch escaped; "',
  '\\"; touch escaped; \\"',
  'a\ttouch escaped',
  '*',
  '~root',
  '%{user.username}',
  '%{rcpt',
  '$HOME/escaped',
  '!touch escaped',
  '#',
  '-oProxyCommand=touch escaped',
  '{touch,escaped}',
  'a\x01b',
  'é\xff',
  'x'.repeat(250),
];

/** All of them in one command; in paths one by one, since a step up in one would be hidden by those below it. */
const IN_COMMANDS = SPECIFIERS.map((specifier) => `%{${specifier}}`).join(' ');
const IN_PATHS = ['sender', 'dest.user'];
const MAILDIRS = IN_PATHS.map((specifier, n) => ({ domain: `maildir${n}.example`, specifier }));
const DOMAINS = ['command.example', ...MAILDIRS.map(({ domain }) => domain)];

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start(
    `
listen on lo port 25
smtp limit max-mails 100000
smtp limit max-rcpt 100000
table users file:DIR/users
action "c" mda "cd DIR/mail; cat > /dev/null; echo ${IN_COMMANDS} >> DIR/mail/said" virtual <users>
match from any for domain "command.example" action "c"
${MAILDIRS.map(({ specifier }, n) => `action "m${n}" maildir "DIR/mail/box/%{${specifier}}/end" virtual <users>`).join('\n')}
${MAILDIRS.map(({ domain }, n) => `match from any for domain "${domain}" action "m${n}"`).join('\n')}
`,
    [],
    (directory) => {
      mkdirSync(join(directory, 'mail/box'), { mode: 0o777 });
      writeFileSync(join(directory, 'users'), `@ ${OWNER.username}\n`);
      if (userInfo().uid === 0) chownSync(join(directory, 'mail/box'), OWNER.uid, OWNER.gid);
    },
  );
});
afterAll(() => server?.stop());

describe.each<
  readonly [what: string, taken: boolean, address: (part: string, domain: string) => readonly [string, string]]
>([
  ['the local part of the sender', true, (part: string, domain: string) => [`${part}@a.example`, `x@${domain}`]],
  ['the domain of the sender', false, (part: string, domain: string) => [`a@${part}`, `x@${domain}`]],
  ['a quoted sender', false, (part: string, domain: string) => [`"${part}"@a.example`, `x@${domain}`]],
  ['the local part of the recipient', true, (part: string, domain: string) => ['a@a.example', `${part}@${domain}`]],
  ['the sub-address of the recipient', true, (part: string, domain: string) => ['a@a.example', `x+${part}@${domain}`]],
  ['the route of the recipient', true, (part: string, domain: string) => ['a@a.example', `@${part}:x@${domain}`]],
])('%s', (_what, taken, address) => {
  test('reaches no shell and leaves no directory', { timeout: 120_000 }, async () => {
    const client = await RawClient.greeted(server.port);
    expect(await client.say('EHLO $(touch escaped)\r\n')).toMatch(/^[25]/);
    await client.say('EHLO client.example\r\n');
    let accepted = 0;
    for (const part of PARTS) {
      for (const domain of DOMAINS) {
        const [sender = '', recipient = ''] = address(part, domain);
        await client.say('RSET\r\n');
        if (!(await client.say(`MAIL FROM:<${sender}>\r\n`)).startsWith('250')) break;
        if (!(await client.say(`RCPT TO:<${recipient}>\r\n`)).startsWith('250')) continue;
        await client.say('DATA\r\n');
        if ((await client.say('Subject: x\r\n\r\n.\r\n')).startsWith('250')) accepted += 1;
      }
    }
    client.close();
    await server.settled();
    expect(accepted > 0).toBe(taken);
    // Commands were told the texts themselves.
    if (taken) expect(readFileSync(join(server.directory, 'mail/said'), 'latin1')).not.toBe('');
    expect(existsSync(join(server.directory, 'escaped'))).toBe(false);
    expect(existsSync('/etc/escaped')).toBe(false);
    // What was delivered lies below its own directory, and nothing else was made.
    expect(
      namesBelow(server.directory).filter((name) => name.includes('escaped') && !/^mail\/box\//.test(name)),
    ).toEqual([]);
    expect(readdirSync(join(server.directory, 'mail')).filter((name) => !['box', 'said'].includes(name))).toEqual([]);
  });
});

function namesBelow(directory: string): readonly string[] {
  return (readdirSync(directory, { recursive: true }) as string[]).map((name) =>
    relative(directory, join(directory, name)),
  );
}
