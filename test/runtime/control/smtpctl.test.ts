import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  askServer,
  CONTROL_SOCKET,
  envelopeText,
  readControlRequest,
  replyText,
  storedEnvelope,
  storedMessage,
  type Waiting,
} from '@smtpd-conf/runtime';
import { expect, test } from 'vitest';
import { describeWithRooms } from '../../parity/session/describe-with-rooms.js';
import { RunningServer } from '../running-server.js';
import { type Answered, askSmtpctl, type Step } from './live-smtpctl.js';

const CONFIG = `
table t { "a.example" }
listen on lo port 25
action "later" mda "exit 75"
match from any for domain "local.example" action "later"
`;

const STEPS: readonly Exclude<Step, { sendmail: string }>[] = [
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
  'remove 1234567800000001',
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
        const answered = typeof step === 'string' ? await ask(server, step) : await told(server, step.say);
        expect(compared(answered), JSON.stringify(step)).toEqual(compared(expected[at] as Answered));
      }
    } finally {
      await server.stop();
    }
  });
});

/** What `ctl` does, in this process: starting one for each step would take most of the time. */
async function ask(server: RunningServer, command: string): Promise<Answered> {
  const spool = join(server.directory, 'spool');
  const first = /EVPID|MSGID/.test(command) ? (await control(spool, 'show queue')).output : '';
  return control(spool, command.replace('EVPID', first.slice(0, 16)).replace('MSGID', first.slice(0, 8)));
}

async function control(spool: string, words: string): Promise<Answered> {
  const request = readControlRequest(words.split(' '));
  if (typeof request === 'string' || request.type === 'monitor' || request.type === 'encrypt') throw new Error(words);
  if (request.type === 'show-envelope') {
    return { output: envelopeText(storedEnvelope(spool, request.id) as Waiting), status: 0 };
  }
  if (request.type === 'show-message') {
    return { output: await text(storedMessage(spool, request.id) as Readable), status: 0 };
  }
  const answered = { output: '', status: 0 };
  for await (const reply of askServer(join(spool, CONTROL_SOCKET), request)) {
    answered.output += `${replyText(reply, Math.floor(Date.now() / 1000))}\n`;
    if (reply.type === 'failed') answered.status = 1;
  }
  return answered;
}

async function told(server: RunningServer, lines: readonly string[]): Promise<Answered> {
  await server.say(...lines);
  return { output: '', status: 0 };
}
