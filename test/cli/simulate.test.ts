import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check, directoryWith, type Files, type Run } from './program.js';

const CONF = `table aliases { loop = "loop2", loop2 = "loop", "jürgen" = "alice" }
filter "asks" proc-exec "/bin/asks"
action "local" maildir alias <aliases>
action "out" relay host smtp://10.0.0.1
match from any for domain "a.test" action "local"
match from local for any action "out"
listen on lo
listen on lo port 26 filter "asks"
`;
const WORLD = `hostname: mx.a.test
interfaces: { lo: [127.0.0.1] }
users: { alice: { uid: 1001 } }
filters: { asks: [{ phase: rcpt-to, answer: reject, text: "550 grüße" }] }
`;
const MESSAGE = 'From: Al <al@y.test>\nTo: alice@a.test\nSubject: x\n\nhello\n';
const SESSION = 'EHLO c.test\nMAIL FROM:<x@y.test>\nRCPT TO:<alice@a.test>\nDATA\nSubject: hi\n\nbody\n.\nQUIT\n';

/** More than one packet takes, with what the protocol doubles at the start of lines. */
const DOTS = Array.from({ length: 12_000 }, (_, at) => `${'.'.repeat(at % 3)}${at}\n`).join('');

const FILES: Files = {
  conf: CONF,
  world: WORLD,
  message: MESSAGE,
  session: SESSION,
  dots: `${MESSAGE}${DOTS}`,
};
const COMMAND = ['simulate', '-f', 'conf'];
const HERE = [...COMMAND, '--world', 'world'];
/** From nobody in particular to these. */
const to = (...rcpts: string[]) => ['--mail-from', 'x@y.test', '--rcpt-to', ...rcpts];

const FATES: readonly (readonly [title: string, args: readonly string[], stdout: RegExp])[] = [
  [
    'the rule that takes it, by its line',
    to('alice@a.test'),
    /rule 1 \(conf:5\) match from any .*\n +taken: action "local"\n/,
  ],
  ['where it ends up', to('alice@a.test'), /maildir as alice \/home\/alice\/Maildir\n/],
  [
    'the criterion that failed and what it saw',
    to('b@c.test'),
    /not taken: for: "c\.test" is not in .*nearest entry: "a\.test"/,
  ],
  ['an unknown user', to('bob@a.test'), /refused: there is no user bob[\s\S]*^verdict: refused: bob@a\.test\n$/m],
  ['an impossible recipient', to('a b@@'), /< 501 5\.1\.3 Recipient address syntax error\n/],
  [
    'an impossible sender',
    ['--mail-from', 'x y', '--rcpt-to', 'alice@a.test'],
    /no recipient was taken: 553 5\.1\.0 Sender/,
  ],
  [
    'recipients in a loop',
    to('loop@a.test'),
    /user loop: is there already, and dropped\n +refused: its names go round: loop -> loop2 -> loop\n/,
  ],
  [
    'a sentence',
    [...to('alice@a.test'), '--explain'],
    /^alice@a\.test is accepted by rule 1 \(line 5\) and .*\nverdict: /,
  ],
  [
    'a sentence about a loop',
    [...to('loop@a.test'), '--explain'],
    /^loop@a\.test is refused for good, since rule 1 \(line 5\) takes it, but its names go round: loop -> loop2 -> loop: 524 /,
  ],
  [
    'the socket',
    [...to('b@c.test'), '--from', 'socket'],
    /^listener socket[\s\S]*action "out": relay smtp:\/\/10\.0\.0\.1:25/,
  ],
  ['an address in UTF-8, which the daemon refuses', to('jürgen@a.test'), /RCPT TO:<jürgen@a\.test>\n +< 501 5\.1\.3 /],
  ['an answer in UTF-8', [...to('alice@a.test'), '--listener', '26'], /< 550 grüße\n/],
  [
    'an envelope out of a message',
    ['--message', 'message'],
    /^ {2}MAIL FROM:<al@y\.test>$[\s\S]*^ {2}RCPT TO:<alice@a\.test>$/m,
  ],
  [
    'a message as it is delivered',
    ['--message', 'message'],
    /\n\nReceived: from [\s\S]*\nMessage-ID: <.*>\n\nhello\n$/,
  ],
  [
    'a session',
    ['--session', 'session', '--format', 'json'],
    /"transcript": \[[\s\S]*"client": "\.",\s+"server": \[\s+"250 2\.0\.0 /,
  ],
  [
    'escape sequences',
    ['--mail-from', 'x\x1b[31m@y.test', '--rcpt-to', 'alice@a.test'],
    /MAIL FROM:<x\ufffd\[31m@y\.test>/,
  ],
  [
    'a command within an address',
    ['--mail-from', 'x@y.test>\r\nQUIT', '--rcpt-to', 'a@a.test'],
    /Pipelining not supported/,
  ],
];

const CERTIFICATE = fileURLToPath(
  new URL('../../examples/mail.example.org/etc/mail/certs/mail.example.org', import.meta.url),
);
const AUTH_CONF = `pki "mx" cert "/mx.crt"
pki "mx" key "/mx.key"
table passwords { alice = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", bob = "$2b$broken" }
listen on lo port 465 smtps pki "mx" auth <passwords>
listen on lo port 466 smtps pki "mx" auth
action "out" relay
match auth from any for any action "out"
`;
const AUTH_WORLD = {
  hostname: 'mx.a.test',
  interfaces: { lo: ['127.0.0.1'] },
  files: {
    '/mx.crt': { text: readFileSync(`${CERTIFICATE}.crt`, 'latin1') },
    '/mx.key': { text: readFileSync(`${CERTIFICATE}.key`, 'latin1'), mode: '0600' },
  },
  users: { carol: { uid: 1001, password: { plain: 'pläin' } }, dora: { uid: 1002, password: '$2b$broken' } },
};

/** What comes of AUTH with these in a session: at the listener with a table, or at the one without. */
const LOGINS: readonly (readonly [title: string, port: number, user: string, password: string, said: RegExp])[] = [
  ['a hash in a table', 465, 'alice', 'U*U', /< 235 2\.0\.0 Authentication succeeded/],
  ['a wrong password', 465, 'alice', 'U*V', /< 535 Authentication failed/],
  ['nobody', 465, 'nobody', 'x', /< 535 Authentication failed/],
  ['a plain password of a user of the system', 466, 'carol', 'pläin', /< 235 2\.0\.0 Authentication succeeded/],
  ['a wrong one', 466, 'carol', 'plain', /< 535 Authentication failed/],
];

describe('what a session is made of', () => {
  const play = (session: string): Omit<Run, 'status'> => ({
    args: [...HERE, '--session', 'session'],
    files: { ...FILES, session },
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /^ {2}connect\n {4}< 220 [^\n]*\n[^<]*$/m],
    ['lines that end with CR and LF, but for the last', 'HELO c.test\r\nQUIT', /< 221 2\.0\.0 Bye\n/],
    ['bytes that are no text', 'NO\0OP\n\u00ff\u001b[31m\nQUIT\n', /(?:< 500 5\.5\.1 [^\n]*\n[^<]*){2}< 221 /],
    ['a message that does not end', 'HELO c\nMAIL FROM:<>\nRCPT TO:<alice@a.test>\nDATA\nx', /< 354 /],
  ])('%s', (_, session, stdout) => void check({ ...play(session), status: 0, stdout }));

  // A recipient that is accepted is no mail yet.
  const to = (...words: string[]) => ['MAIL FROM:<x@y.test>', 'RCPT TO:<alice@a.test>', ...words];
  const lands = 'lands in the maildir /home/alice/Maildir of alice.';
  const accepted = 'alice@a.test is accepted by rule 1 (line 5)';
  const unsent = `${accepted}, but the session sends no message; one that follows ${lands}\n`;
  test.each<[string, readonly string[], string]>([
    ['a message', [...to('DATA', '', '.'), 'QUIT'], `${accepted} and ${lands}\nverdict: accepted: alice@a.test\n`],
    ['no message', to('QUIT'), `${unsent}verdict: accepted: alice@a.test; no message is sent\n`],
    ['one that does not end', to('DATA', 'x'), `${unsent}verdict: accepted: alice@a.test; no message is sent\n`],
    [
      'one that begins anew, and a second one',
      [...to('RSET'), ...to('DATA', '', '.')],
      `${unsent}${accepted} and ${lands}\nverdict: accepted: alice@a.test; no message is sent to alice@a.test\n`,
    ],
    [
      'a refused one',
      to('DATA', 'no header', '.'),
      `${accepted}, but the message is refused and goes nowhere: 550 5.7.1 Delivery not authorized, message refused: Message is not RFC 2822 compliant\nverdict: accepted: alice@a.test; the message is refused: 550 5.7.1 Delivery not authorized, message refused: Message is not RFC 2822 compliant\n`,
    ],
  ])('the fate of the recipient of %s', (_, lines, stdout) => {
    const run = play(['HELO c.test', ...lines, ''].join('\n'));
    check({ ...run, args: [...run.args, '--explain'], status: 0, stdout });
  });

  test('a long message arrives as it is, dots and all', () => {
    const { stdout } = check({ args: [...HERE, '--message', 'dots'], status: 0, stdout: /./ }, directoryWith(FILES));
    expect(stdout.toString().endsWith(`hello\n${DOTS}`)).toBe(true);
  });
  test.each(['--mail-from', '--rcpt-to', '--helo', '--auth', '--message'])('and %s beside it is too much', (option) => {
    const { args, files } = play(SESSION);
    check({
      args: [...args, option, 'message'],
      ...(files ? { files } : {}),
      status: 2,
      stderr: new RegExp(`^smtpd-lint: ${option}: the lines of --session`),
    });
  });
});

describe('AUTH in a session', () => {
  const run = (port: number, user: string, password: string, passwords: object = {}): Omit<Run, 'status'> => ({
    args: ['simulate', '-f', 'conf', '--world', 'world', '--listener', String(port), '--session', 'session'],
    files: {
      conf: AUTH_CONF,
      world: JSON.stringify({ ...AUTH_WORLD, ...passwords }),
      session: `EHLO c.test\nAUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}\nQUIT\n`,
    },
  });

  test.each(LOGINS)(
    '%s',
    (_, port, user, password, stdout) => void check({ ...run(port, user, password), status: 0, stdout }),
  );

  const unknown = /"passwords".*whether a password fits the hash "\$2b\$broken": .* add "passwords" to the file/;
  test.each([
    [465, 'bob'],
    [466, 'dora'],
  ])('a hash that cannot be checked, at %d: what to add', (port, user) => {
    check({ ...run(port, user, 'x'), status: 2, stderr: unknown });
    const passwords = { passwords: { $2b$broken: 'x' } };
    check({ ...run(port, user, 'x', passwords), status: 0, stdout: /< 235 / });
    check({ ...run(port, user, 'y', passwords), status: 0, stdout: /< 535 / });
  });
});

describe('simulate', () => {
  test.each(FATES)(
    '%s',
    (_, args, stdout) => void check({ args: [...HERE, ...args], files: FILES, status: 0, stdout }),
  );

  // `uid` is whom a number names to getent(1), but not to the daemon.
  test("--world system takes what the file leaves out from this machine, its users' names to the letter", () => {
    const { username, uid, homedir } = userInfo();
    const home = `maildir as ${username} ${homedir}/Maildir`.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&');
    const fate = uid === 0 ? 'fails: ' : home;
    check({
      args: [
        ...COMMAND,
        '--world',
        'w',
        '--world',
        'system',
        ...to(`${username}@a.test`, `${uid}@a.test`, 'no-such-user@a.test'),
      ],
      files: { ...FILES, w: 'hostname: mx.a.test\ninterfaces: { lo: [127.0.0.1] }\n' },
      status: 0,
      stdout: new RegExp(
        `${fate}[\\s\\S]*refused: there is no user ${uid}\n[\\s\\S]*refused: there is no user no-such-user\n`,
      ),
    });
  });

  test('many envelopes, in order, and what is wrong with a line', () => {
    const stdin = [
      '{"mailFrom":"x@y.test","rcptTo":"alice@a.test"}',
      '{"mailFrom":1}',
      'nope',
      '{"mailFrom":"x@y.test","rcptTo":["b@a.test"],"to":1}',
    ];
    check({
      args: [...HERE, '--batch'],
      files: FILES,
      stdin: stdin.join('\n'),
      status: 1,
      stdout:
        /^\{"version":1,"listener":.*\n\{.*"line":2,"error":"\\"mailFrom\\" must be.*\n\{.*"line":3,"error":"is no JSON.*\n\{.*"line":4,"error":"\\"to\\" is not known here"\}\n$/,
    });
  });
});

const REFUSED: readonly (readonly [title: string, run: Partial<Run> & Pick<Run, 'args' | 'stderr'>])[] = [
  [
    'a world that lacks the users',
    {
      args: [...COMMAND, ...to('alice@a.test')],
      stderr: /does not describe "users", .* who "alice" is; add "users" to/,
    },
  ],
  [
    'what even this machine cannot tell',
    {
      args: [...COMMAND, '--world', 'system', ...to('a@c.test')],
      files: { conf: 'table t proc:/bin/t\naction "a" mbox\nmatch for domain <t> action "a"\nlisten on lo\n' },
      stderr:
        /does not describe "tables\.t", .*; add "tables\.t" to the file given with --world, since this machine cannot/,
    },
  ],
  [
    'a world that is no YAML',
    { args: [...COMMAND, '--world', 'w', ...to('a@a.test')], files: { w: 'hostname: [1\n' }, stderr: /\nw:2:1: / },
  ],
  [
    'a world that repeats itself without end',
    {
      args: [...COMMAND, '--world', 'w', ...to('a@a.test')],
      files: {
        w: `a0: &a0 [x]\n${[1, 2, 3, 4].map((at) => `a${at}: &a${at} [${`*a${at - 1},`.repeat(9)}]\n`).join('')}`,
      },
      stderr: /\nw:1:1: Excessive alias count/,
    },
  ],
  [
    'unknown keys and types of a world',
    {
      args: [...COMMAND, '--world', 'w', ...to('a@a.test')],
      files: { w: 'hostname: 3\nuser: {}\n' },
      stderr: /\nw:1:11: hostname: must be string\nw:2:1: user: is not known here; known are version, [\w, ]+\n/,
    },
  ],
  [
    'a missing world',
    { args: [...COMMAND, '--world', 'none', ...to('a@a.test')], status: 3, stderr: /none: there is no such file/ },
  ],
  ['two worlds', { args: [...HERE, '--world', 'other', ...to('a@a.test')], stderr: /one file can describe the world/ }],
  [
    'an address that is none',
    {
      args: [...HERE, ...to('a@a.test'), '--from', '1.2.3.400'],
      stderr: /"1\.2\.3\.400" is no address; give one like/,
    },
  ],
  [
    'no such listener',
    { args: [...HERE, ...to('a@a.test'), '--listener', '99'], stderr: /no listener "99"; there are 127\.0\.0\.1:25, / },
  ],
  ['a listener without AUTH', { args: [...HERE, ...to('a@a.test'), '--auth', 'bob'], stderr: /takes no AUTH/ }],
  ['a listener without TLS', { args: [...HERE, ...to('a@a.test'), '--tls'], stderr: /has no TLS/ }],
  ['no envelope', { args: HERE, stderr: /no envelope given; say --mail-from/ }],
  [
    'a message without From',
    { args: [...HERE, '--message', 'conf'], stderr: /the message has no From; say --mail-from/ },
  ],
  ['a missing session', { args: [...HERE, '--session', 'none'], status: 3, stderr: /none: there is no such file/ }],
  [
    'a table that does not parse',
    {
      args: [...COMMAND, '--root', '.', ...to('a@a.test')],
      files: { conf: 'table t file:/t\naction "a" mbox alias <t>\nmatch for any action "a"\n', t: 'root: me\nyou\n' },
      status: 1,
      stderr: /\nconf:1:9: error: .*\[table-file\]/,
    },
  ],
  [
    'a configuration with errors',
    {
      args: [...COMMAND, ...to('a@a.test')],
      files: { conf: 'match for any action "b"\n' },
      status: 1,
      stderr: /cannot be simulated as long as it has errors\nconf:1:(?!.*--world)/s,
    },
  ],
  [
    'a configuration for another host, and says what helps',
    {
      args: [...COMMAND, ...to('a@a.test')],
      files: { conf: 'listen on nowhere0\nmatch for any reject\n' },
      status: 1,
      stderr: /\[interface-unknown\][\s\S]*\nWhat this host lacks .*--world FILE/,
    },
  ],
];

describe('simulate refuses', () => {
  test.each(REFUSED)('%s', (_, { files, ...run }) => void check({ status: 2, ...run, files: { ...FILES, ...files } }));
});
