import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM } from '../../cli/program.js';
import { describeWithRooms } from '../../parity/session/describe-with-rooms.js';
import { RunningServer } from '../running-server.js';
import { type Answered, askSmtpctl, type Step } from './live-smtpctl.js';

const CONFIG = `
table t { "a.example" }
listen on lo port 25
action "later" mda "exit 75"
match from any for domain "local.example" action "later"
`;

const STEPS: readonly Step[] = [
  'show status',
  'pause mda',
  'pause mda',
  'resume mta',
  'show status',
  {
    say: [
      'EHLO client.example',
      'MAIL FROM:<bob@remote.example>',
      'RCPT TO:<nobody@local.example>',
      'DATA',
      'Subject: x',
      '.',
      'QUIT',
    ],
  },
  'show queue',
  'show queue MSGID',
  'show queue 00000001',
  'show envelope EVPID',
  'show message EVPID',
  'show message MSGID',
  'schedule 1234567812345678',
  'schedule all',
  'pause envelope EVPID',
  'pause envelope all',
  'show queue',
  'resume envelope MSGID',
  'resume envelope all',
  'discover EVPID',
  'discover 12345678',
  'remove 0000000000000001',
  'show hoststats',
  'log verbose',
  'log brief',
  'trace smtp',
  'untrace smtp',
  'pause smtp',
  'show status',
  'resume smtp',
  'remove EVPID',
  'show queue',
];

/** What differs from run to run, and the one thing that we say otherwise: when an envelope expires, and its ttl. */
function masked(text: string): string {
  return text
    .replace(
      /^([0-9a-f]{8})[0-9a-f]{8}\|(.*)\|(\d+)\|\d+\|(\d+)\|(\d+)\|(pending|inflight)\|-?\d+\|/gm,
      'ID|$2|T|T|$4|$5|$6|N|',
    )
    .replace(/^(ctime|ttl): \d+$/gm, '$1: N')
    .replace(/id [0-9a-f]{8}/g, 'id ID')
    .replace(/<[0-9a-f]{16}@/g, '<UID@')
    .replace(/\w{3}, \d+ \w{3} \d+ [\d:]+ [-+]\d+ \(\w+\)/g, 'DATE');
}

function compared({ output, status }: Answered): Answered {
  return { output: masked(output), status };
}

describeWithRooms('6.8.0', 'smtpctl and ctl', (judge) => {
  test('say the same of the same queue', async () => {
    const expected = askSmtpctl(judge, CONFIG, STEPS);
    const server = await RunningServer.start(CONFIG);
    try {
      for (const [at, step] of STEPS.entries()) {
        const answered = typeof step === 'string' ? ask(server, step) : await told(server, step.say);
        expect(compared(answered), JSON.stringify(step)).toEqual(compared(expected[at] as Answered));
      }
    } finally {
      await server.stop();
    }
  });
});

function ask(server: RunningServer, command: string): Answered {
  const spool = join(server.directory, 'spool');
  const control = (words: string): Answered => {
    const ended = spawnSync(process.execPath, [PROGRAM, 'ctl', '--spool', spool, ...words.split(' ')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
    });
    return { output: ended.stdout + ended.stderr, status: ended.status ?? -1 };
  };
  const named = /EVPID|MSGID/.test(command) ? control('show queue').output : '';
  return control(command.replace('EVPID', named.slice(0, 16)).replace('MSGID', named.slice(0, 8)));
}

async function told(server: RunningServer, lines: readonly string[]): Promise<Answered> {
  await server.say(...lines);
  return { output: '', status: 0 };
}
