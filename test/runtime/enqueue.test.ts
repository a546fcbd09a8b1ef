import { spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  currentSubmitter,
  handIn,
  outgoingMessage,
  readEnqueueOptions,
  type Submitter,
  storedMessage,
  storedQueue,
} from '@smtpd-conf/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directoryWith, PROGRAM } from '../cli/program.js';
import { describeWithRooms } from '../parity/session/describe-with-rooms.js';
import { askSmtpctl, type Step } from './control/live-smtpctl.js';
import { OWNER, RunningServer } from './running-server.js';

const BY: Submitter = { username: 'alice', fullName: 'Alice', hostname: 'mx.example', date: 'DATE' };

interface Expected {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

/** What sendmail is told, and what the server is told then; a text for why it is told nothing. */
const MESSAGES: readonly (readonly [words: string, input: string, expected: Expected | string])[] = [
  [
    'bob',
    'hi\n',
    { from: 'alice@mx.example', to: ['bob@mx.example'], text: 'From: Alice <alice@mx.example>\nDate: DATE\n\nhi\n' },
  ],
  [
    '-f bounce@x.example -F Robot bob@y.example,carol',
    'Subject: s\nDate: d\n\n.\n',
    {
      from: 'bounce@x.example',
      to: ['bob@y.example', 'carol@mx.example'],
      text: 'From: Robot <bounce@x.example>\nSubject: s\nDate: d\n\n.\n',
    },
  ],
  ['-f <> bob', 'To: b\n', { from: '', to: ['bob@mx.example'], text: 'From: <>\nDate: DATE\nTo: b\n' }],
  ['-f <x bob', '', '<x: the bracket does not end'],
  [
    '-t -oi -i',
    'From: "Al, ice" <al@a.example> (me)\nTo: team: b@b.example,\n\tCarol (x, y) <c@c.example>;\nCc: d\nBcc: e@e.example\nSubject: s\n\nbody\n',
    {
      from: 'al@a.example',
      to: ['b@b.example', 'c@c.example', 'd@mx.example', 'e@e.example'],
      text: 'Date: DATE\nFrom: "Al, ice" <al@a.example> (me)\nTo: team: b@b.example,\n\tCarol (x, y) <c@c.example>;\nCc: d\nSubject: s\n\nbody\n',
    },
  ],
  ['-t', 'Subject: s\n\nx\n', 'no recipients'],
  ['-t', 'To: "unended <a@b.example>\n\nx\n', 'to: a comment or a quoted part of an address does not end'],
  [
    'bob',
    'To: a@b\r\n\r\nx\r\n',
    {
      from: 'alice@mx.example',
      to: ['bob@mx.example'],
      text: 'From: Alice <alice@mx.example>\nDate: DATE\nTo: a@b\n\nx\n',
    },
  ],
  [
    'bob',
    'From root Mon\nReturn-Path: <x>\nSubject: s\n\nFrom here on\n',
    {
      from: 'alice@mx.example',
      to: ['bob@mx.example'],
      text: 'From: Alice <alice@mx.example>\nDate: DATE\nSubject: s\n\nFrom here on\n',
    },
  ],
  [
    'bob',
    `Subject: s\n\n${'é'.repeat(600)}=\t\n`,
    {
      from: 'alice@mx.example',
      to: ['bob@mx.example'],
      text: expect.stringMatching(
        /^From: .*\nDate: DATE\nMIME-Version: 1\.0\nContent-Type: text\/plain; charset=unknown-8bit\nContent-Disposition: inline\nContent-Transfer-Encoding: quoted-printable\nSubject: s\n\n(?:(?:=[0-9A-F]{2}){25}=\n)+.*=3D=09\n$/,
      ),
    },
  ],
];

describe('what sendmail hands in', () => {
  test.each(MESSAGES)('%s', (words, input, expected) => {
    const options = readEnqueueOptions(words.split(' '));
    if (typeof options === 'string') throw new Error(options);
    const message = outgoingMessage(Buffer.from(input, 'utf8').toString('latin1'), options, BY);
    if (typeof message === 'string') expect(message).toBe(expected);
    else expect({ from: message.sender, to: message.recipients, text: message.text }).toEqual(expected);
  });

  test.each([
    ['-Z bob', /^unknown option -Z/],
    ['-f', /^option -f needs a value/],
    ['-q', /^option -q is not supported/],
  ])('%s is refused', (words, problem) => {
    expect(readEnqueueOptions(words.split(' '))).toMatch(problem);
  });

  test('options stand together as getopt(3) takes them, and end at the first recipient', () => {
    const read = readEnqueueOptions(['-tvfa@b', '-N', 'never', '-em', '-E', '-oi', 'x', '-v']);
    expect(read).toEqual({ fromHeader: true, verbose: true, from: 'a@b', notify: 'never', recipients: ['x', '-v'] });
  });

  test('nothing makes it throw, and encoded lines are short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 3000 }), (input) => {
        const message = outgoingMessage(input, { fromHeader: true, verbose: false, recipients: ['x'] }, BY);
        if (typeof message === 'string' || !/^Content-Transfer-Encoding: quoted-printable$/m.test(message.text)) return;
        const [, ...body] = message.text.split(/\n\n/);
        for (const line of body.join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(76);
      }),
      { numRuns: 200 },
    );
  });
});

const CONFIG = `
listen on lo port 25
action "maildir" maildir "DIR/mail/%{dest.user}"
match from local for local action "maildir"
match from local for domain "local.example" action "maildir"
`;

describe('smtpd-lint enqueue', { shuffle: false }, () => {
  let server: RunningServer;
  const send = (name: string, args: readonly string[], input: string, spool = join(server.directory, 'spool')) => {
    const directory = directoryWith({});
    chmodSync(directory, 0o755);
    symlinkSync(PROGRAM, join(directory, name));
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(directory, name), ...args], {
      encoding: 'utf8',
      input,
      env: { PATH: process.env.PATH, SMTPD_LINT_SPOOL: spool },
      ...(userInfo().uid === 0 ? { uid: OWNER.uid, gid: OWNER.gid } : {}),
    });
    return { stdout, stderr, status };
  };
  beforeAll(async () => {
    server = await RunningServer.start(CONFIG);
  });
  afterAll(() => server?.stop());

  test('under the name of sendmail hands mail in, which is delivered', async () => {
    const to = `${OWNER.username}@local.example`;
    const sent = send('sendmail', ['-v', '-t', '-oi', '-f', 'a@b.example'], `To: ${to}\nSubject: one\n\n.\nend\n`);
    expect(sent.stderr).toBe('');
    expect(sent.stdout).toMatch(
      new RegExp(
        '^<<< 220 .*\n>>> EHLO localhost\n(?:<<< 250-.*\n)*<<< 250 HELP\n>>> MAIL FROM:<a@b.example>\n<<< 250 .*\n' +
          `>>> RCPT TO:<${to}>\n<<< 250 .*\n>>> DATA\n<<< 354 .*\n>>> \\.\n<<< 250 .*\n>>> QUIT\n<<< 221 .*\n$`,
      ),
    );
    expect(sent.status).toBe(0);
    await server.until(() => server.maildir(OWNER.username).length === 1);
    expect(server.maildir(OWNER.username)[0]).toMatch(/\nSubject: one\n(?:.*\n)*\n\.\nend\n$/);
  });

  test('says what the server refuses, with the status that callers of sendmail know', () => {
    const { stderr, status } = send('sendmail', ['x@elsewhere.example'], 'Subject: x\n\n');
    expect(stderr).toMatch(/^smtpd-lint: command failed: 550 Invalid recipient: <x@elsewhere\.example>\n/);
    expect(status).toBe(70);
  });

  test('asks to try again where no server runs: nothing is taken', () => {
    const { stderr, status } = send('sendmail', ['x'], 'x\n', '/nonexistent');
    expect(stderr).toMatch(
      /^smtpd-lint: no server runs on \/nonexistent; the message was not taken, try again later\n$/,
    );
    expect(status).toBe(75);
  });

  test('mailq lists the queue', () => {
    expect(send('mailq', [], '')).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

/** For both sendmails; recipients are `nobody@local.example`, who never gets it. */
const BOTH: readonly (readonly [words: string, input: string])[] = [
  ['nobody@local.example', 'Subject: plain\n\nhi\n'],
  ['nobody@local.example', 'no header at all\n\nhi\n'],
  ['nobody@local.example', ''],
  ['nobody@local.example', 'X-Other: is no header to it\n\nhi\n'],
  ['-t', 'To: Nobody <nobody@local.example>\nBcc: games@local.example,\n\tbin@local.example\nSubject: t\n\n.dot\n..\n'],
  ['-t', 'From: "A (b)" <c@d.example>\nTo: list: nobody@local.example (c, d), mail@local.example;\n\nhi\n'],
  ['-f a@b.example -F "A B" nobody@local.example', 'From here on\nReturn-Path: <x@y>\nSubject: f\n\nFrom x\n'],
  ['-f "<>" nobody@local.example,games@local.example', 'Subject: null\n\nhi\n'],
  ['nobody@local.example', `Subject: long\n\n${'a'.repeat(1200)}\n.${'b'.repeat(80)} = \nend \n`],
  ['-N success,delay -R hdrs -V id1 nobody@local.example', 'Subject: dsn\n\nhi\n'],
];

const LATER = `
listen on lo port 25
listen on socket
action "later" mda "exit 75"
match from local for domain "local.example" action "later"
`;

describeWithRooms('6.8.0', 'sendmail and enqueue', (judge) => {
  test('hand in the same', { timeout: 60_000 }, async () => {
    const steps = BOTH.flatMap(([sendmail, input]): Step[] => [
      { sendmail, input },
      'show queue',
      'show message MSGID',
      'remove all',
    ]);
    const answers = askSmtpctl(judge, LATER, ['pause mda', ...steps]).slice(1);
    const server = await RunningServer.start(LATER.replace('exit 75', 'cat >/dev/null; exit 75'));
    try {
      const spool = join(server.directory, 'spool');
      const { by } = await currentSubmitter();
      const seen = new Set<string>();
      for (const [at, [words, input]] of BOTH.entries()) {
        const [sent, queue, message] = answers.slice(4 * at);
        expect(sent?.output, words).toBe('');
        const options = readEnqueueOptions(shellWords(words));
        if (typeof options === 'string') throw new Error(options);
        const ours = outgoingMessage(input, options, by);
        if (typeof ours === 'string') throw new Error(ours);
        await handIn(join(spool, 'smtpd.sock'), ours, options, () => undefined);
        const mine = [...storedQueue(spool)].filter(({ envelope }) => !seen.has(envelope.id));
        for (const { envelope } of mine) seen.add(envelope.id);
        const told = (queue?.output ?? '')
          .trimEnd()
          .split('\n')
          .map((line) => line.split('|').slice(4, 6).join(' '))
          .sort();
        const address = ({ user, domain }: { user: string; domain: string }) => `${user}@${domain}`;
        expect(
          mine.map(({ envelope: { envelope } }) => `${address(envelope.sender)} ${address(envelope.rcpt)}`).sort(),
          words,
        ).toEqual(told);
        const body = storedMessage(spool, mine[0]?.envelope.id ?? '');
        expect(masked(body ? await text(body) : ''), words).toBe(masked(message?.output ?? ''));
      }
    } finally {
      await server.stop();
    }
  });
});

function shellWords(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

function masked(message: string): string {
  return message
    .replace(/id [0-9a-f]{8}/, 'id ID')
    .replace(/<[0-9a-f]{16}@/, '<UID@')
    .replace(/\w{3}, \d+ \w{3} \d+ [\d:]+ [-+]\d+ \(\w+\)/g, 'DATE');
}
