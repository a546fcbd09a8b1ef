import { beforeAll, describe, expect, test } from 'vitest';
import { describeWithRooms } from '../../parity/session/describe-with-rooms.js';
import { judgesToAsk } from '../../support/judge.js';
import { type Played, playForDaemon, playForUs, type Scene } from './outgoing-scene.js';

/** What each server does, by the last part of its address; one is not there at all. */
const DOES: Readonly<Record<string, string>> = {
  1: 'takes',
  2: 'silent',
  4: 'many lines',
  5: 'no sender',
  6: 'some recipients',
  7: 'no data',
  8: 'no message',
  9: 'starttls',
};
const CLOSED = 3;

const SCENE: Scene = {
  config: `
listen on lo port 25
mta limit session-keepalive 5
proc "ear" "FILTER"
filter "hears" proc "ear"
action "closed" relay host smtp://127.0.0.${CLOSED}:PORT
match from any for domain "to${CLOSED}.example" action "closed"
${Object.keys(DOES)
  .map(
    (at) => `
action "a${at}" relay host smtp://127.0.0.${at}:PORT filter "hears" helo "me.example"
match from any for domain "to${at}.example" action "a${at}"`,
  )
  .join('')}
`,
  servers: Object.fromEntries(Object.entries(DOES).map(([at, does]) => [`127.0.0.${at}`, does])),
  mails: [
    ['a@to1.example', 'a@to1.example'],
    ['b@to1.example'],
    ['no@to6.example'],
    ['later@to6.example'],
    ...['2', '4', '5', '7', '8', '9', '3'].map((at) => [`a@to${at}.example`]),
  ],
  // The daemon gives up what no server takes some ten seconds later.
  until: [
    ['log', 'result="Ok"', 5],
    ['log', 'result="PermFail"', 3],
    ['log', 'stat="45', 2],
    ['log', 'Disabling route', 1],
    ['heard', 'smtp-out|link-disconnect', 7],
  ],
  commands: ['show hosts', 'show routes', 'show relays', 'show hoststats'],
};

/** What differs from run to run: ids, times, ports; and how long ours waits, which is less. */
function masked(text: string): string {
  return text
    .replace(/\b[0-9a-f]{16}\b/g, 'ID')
    .replace(/\|[0-9a-f]{8}\b/g, '|MSGID')
    .replace(/\|\d{10}(\.\d{6})?\|/g, '|T|')
    .replace(/:\d+(?=\||$| )/g, ':PORT')
    .replace(/port=\d+/g, 'port=PORT')
    .replace(/(lastconn|timeout|delay)=\d+s/g, '$1=N')
    .replace(/^\d+\. /gm, 'N. ')
    .replace(/(?<=^ {2}connector .*)timeout=N flags=WAIT/gm, 'timeout=- flags=')
    .replace(/SHA256:[0-9a-f]+/, 'HASH')
    .replace(/(?<=^\[relay.*)timeout=\S+/gm, 'timeout=T')
    .replace(/^(report\|)0\.\d/, '$1V');
}

/** What the filter heard of each server, in order. */
function heardOf({ heard }: Played): Readonly<Record<string, readonly string[]>> {
  const reports = heard.filter((line) => line.startsWith('report|'));
  const session = (line: string): string => line.split('|')[5] ?? '';
  const servers = new Map(
    reports.flatMap((line) => {
      const address = /link-connect\|(\w+)\|.*\|(.*):\d+$/.exec(line);
      return address ? [[address[1] ?? '', address[2] ?? ''] as const] : [];
    }),
  );
  const all = [...servers.entries()].map(
    ([id, address]) => [address, reports.filter((line) => session(line) === id)] as const,
  );
  return Object.fromEntries(all.map(([address, lines]) => [address, lines.map(masked)]));
}

/** What is said of the server that says nothing, of the route to the one that is not there, and of all results. */
function compared(command: string, text: string): readonly string[] {
  const lines = masked(text).trimEnd().split('\n').sort();
  switch (command) {
    case 'show hosts':
      return lines.filter((line) => line.startsWith('127.0.0.2 '));
    case 'show routes':
      return lines.filter((line) => /127\.0\.0\.[23] /.test(line));
    case 'show relays':
      return lines.filter((line) => line.includes('relay:127.0.0.2') || line.includes(' nconn=1 '));
    default:
      return lines;
  }
}

/** The lines of the log about sessions with other servers. */
function logged({ log }: Played): readonly string[] {
  const told = log.filter((line) => / mta |^smtp-out: Disabling/.test(line) && !line.includes('Network error'));
  return told.map(masked).sort();
}

describe('mail to other servers', () => {
  for (const version of judgesToAsk()) {
    describeWithRooms(version, `as smtpd ${version} tells of it`, (daemon) => {
      let theirs: Played;
      let ours: Played;
      beforeAll(async () => {
        ours = await playForUs(SCENE, version);
        theirs = playForDaemon(daemon, SCENE);
      }, 120_000);

      test('to a filter', () => expect(heardOf(ours)).toEqual(heardOf(theirs)));
      test('in the log', () => expect(logged(ours)).toEqual(logged(theirs)));
      test.each(SCENE.commands.map((command, at) => [command, at] as const))('in %s', (command, at) => {
        const said = compared(command, ours.answers[at] ?? '');
        expect(said).toEqual(compared(command, theirs.answers[at] ?? ''));
        expect(said).not.toEqual([]);
      });
    });
  }
});
