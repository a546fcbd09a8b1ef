import type { Draw } from '../../fuzz/draw.js';
import type { ClientSession, Scenario, ScenarioUser, Sink, Step } from '../scenario.js';
import { drawConfig, drawTarget } from './draw-config.js';
import { DOMAINS, LOCAL_PARTS, SENDERS } from './pools.js';

/** A configuration, a world and sessions, all drawn. */
export function drawScenario(draw: Draw, name: string): Scenario {
  return {
    name,
    about: 'drawn',
    config: drawConfig(draw),
    world: {
      hostname: 'mx.example.test',
      users: drawUsers(draw),
      files: { '/srv/dora': { directory: true, uid: 3001, gid: 3001 } },
      hosts: { 'mail.example.com': ['192.0.2.10'], 'web.example.com': ['192.0.2.99'] },
      reverse: { '192.0.2.10': 'mail.example.com', '192.0.2.11': 'web.example.com' },
      mx: {},
      tables: {},
      filters: {},
    },
    sinks: ['127.0.0.2', '127.0.0.3', '127.0.0.4'].map(
      (address): Sink => ({ protocol: 'smtp', at: { address, port: 2525 }, extensions: [], replies: {} }),
    ),
    sessions: draw.times(3, () => drawSession(draw)),
  };
}

function drawUsers(draw: Draw): Record<string, ScenarioUser> {
  const users = { alice: 2001, bob: 2002, carol: 2003, vmail: 2010 };
  return Object.fromEntries(
    Object.entries(users).map(([name, uid]) => [
      name,
      { uid, ...(draw.chance(35) ? { forward: drawForward(draw) } : {}) },
    ]),
  );
}

function drawForward(draw: Draw): string | { text: string; mode: string } {
  const lines = draw.times(draw.between(0, 3), () => drawTarget(draw).replace('\\\\', '\\'));
  const text = `${draw.chance(20) ? '# comment\n' : ''}${lines.map((line) => `${line}\n`).join('')}`;
  return draw.chance(10) ? { text, mode: '0666' } : text;
}

function drawSession(draw: Draw): ClientSession {
  const inet6 = draw.chance(15);
  const port = draw.pick([25, 25, 587]);
  return {
    via: 'tcp',
    from: inet6
      ? draw.pick(['::1', '2001:db8::25'])
      : draw.pick(['192.0.2.10', '192.0.2.11', '192.0.2.77', '198.51.100.3', '127.0.0.1', '127.0.0.9']),
    to: { address: inet6 ? '::1' : '127.0.0.1', port },
    smtps: false,
    steps: drawLines(draw).map((line): Step => ({ line })),
  };
}

const SLIPS = [
  'RSET',
  'NOOP',
  'HELP',
  'DATA',
  'FOO',
  '',
  'MAIL FROM:<bad address>',
  'MAIL FROM:<>',
  'RCPT TO:<>',
  'RCPT TO:<"quoted"@a.test>',
  'RCPT TO:<alice@a.test> NOTIFY=NEVER',
  'EHLO again.test',
  'HELO bad!name',
  'STARTTLS',
  'AUTH PLAIN',
  'MAIL FROM:<x@y.test> FOO=BAR',
];

function drawLines(draw: Draw): string[] {
  const slip = () => (draw.chance(8) ? [draw.pick(SLIPS)] : []);
  const transactions = draw.times(draw.between(1, 2), () => [
    ...slip(),
    `MAIL FROM:<${draw.chance(10) ? '' : draw.pick(SENDERS)}>${draw.chance(10) ? ' BODY=8BITMIME' : ''}`,
    ...draw.times(draw.between(1, 4), () => [`RCPT TO:<${drawRecipient(draw)}>`, ...slip()]).flat(),
    ...(draw.chance(60) ? ['DATA', ...drawMessage(draw), '.'] : ['RSET']),
  ]);
  const helo = draw.pick(['client.test', 'a.example', 'odd.test', '[192.0.2.10]', 'Client.Test']);
  return [...slip(), `${draw.pick(['EHLO', 'EHLO', 'HELO'])} ${helo}`, ...transactions.flat(), ...slip(), 'QUIT'];
}

function drawRecipient(draw: Draw): string {
  const user = draw.pick(LOCAL_PARTS);
  const tagged = draw.chance(15) ? `${user}${draw.pick(['+tag', '-tag', '+'])}` : user;
  const cased = draw.chance(10) ? tagged.toUpperCase() : tagged;
  return draw.chance(10) ? cased : `${cased}@${draw.pick(DOMAINS)}`;
}

function drawMessage(draw: Draw): string[] {
  const headers = [
    ...(draw.chance(70) ? [`Subject: ${draw.pick(['hello', 'two words', ''])}`] : []),
    ...(draw.chance(40) ? [`From: ${draw.pick(['someone@a.test', 'bare', '"Q, uoted" <x>', 'A <a@b.test>, b'])}`] : []),
    ...(draw.chance(30) ? [`To: ${draw.pick(['alice', 'alice@a.test, bob', 'group: a, b;', 'alice,\n bob'])}`] : []),
    ...(draw.chance(15) ? ['Bcc: hidden@a.test'] : []),
    ...(draw.chance(10) ? ['Message-ID: <own@id>'] : []),
    ...(draw.chance(5) ? ['no header at all'] : []),
    ...(draw.chance(5) ? ['Delivered-To: alice@a.test'] : []),
  ];
  const body = draw.times(draw.between(0, 4), () =>
    draw.pick(['text', '..dot', 'From here', '', '.. ', 'x'.repeat(300)]),
  );
  return [...draw.shuffled(headers).flatMap((header) => header.split('\n')), '', ...body];
}
