import { chmodSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, OWNER, RunningServer } from '../running-server.js';
import { sayLines } from '../say-lines.js';
import { describeWithPeers, Peer } from './peers.js';

/** daemon and mail of Debian, which stand in for the users that the package would make. */
const DAEMON = 1;
const MAIL = 8;

const main = (peer: Peer, relayPort: number): string => `
compatibility_level = 3.6
queue_directory = ${peer.directory}/queue
data_directory = ${peer.directory}/data
mail_owner = daemon
setgid_group = mail
myhostname = next.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
virtual_mailbox_domains = theirs.example
virtual_mailbox_base = ${peer.directory}/mail
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
relayhost = [127.0.0.1]:${relayPort}
maillog_file = ${peer.directory}/log
maillog_file_prefixes = ${peer.directory}
`;

const SERVICES = [
  ...['pickup unix n - n 60 1 pickup', 'cleanup unix n - n - 0 cleanup', 'qmgr unix n - n 300 1 qmgr'],
  ...['rewrite unix - - n - - trivial-rewrite', 'smtp unix - - n - - smtp', 'virtual unix - n n - - virtual'],
  ...['bounce unix - - n - 0 bounce', 'defer unix - - n - 0 bounce', 'trace unix - - n - 0 bounce'],
  ...['error unix - - n - - error', 'retry unix - - n - - error', 'proxymap unix - - n - - proxymap'],
  ...['anvil unix - - n - 1 anvil', 'scache unix - - n - 1 scache', 'postlog unix-dgram n - n - 1 postlogd'],
];
const QUEUES = [
  'incoming',
  'active',
  'deferred',
  'defer',
  'bounce',
  'private',
  'hold',
  'flush',
  'saved',
  'corrupt',
  'trace',
];

describeWithPeers('a real Postfix', () => {
  const recipient = `${OWNER.username}@ours.example`;
  let peer: Peer;
  let port: number;
  let server: RunningServer;

  beforeAll(async () => {
    port = await freePort();
    server = await RunningServer.start(`
listen on lo port 25
action "out" relay host "smtp://127.0.0.1:${port}"
action "in" maildir "DIR/mail/in"
match from any for domain "ours.example" action "in"
match from any for any action "out"
`);
    peer = new Peer();
    peer.make('conf');
    writeFileSync(join(peer.directory, 'conf/main.cf'), main(peer, server.port));
    const services = [`127.0.0.1:${port} inet n - n - - smtpd`, ...SERVICES];
    writeFileSync(join(peer.directory, 'conf/master.cf'), `${services.join('\n')}\n`);
    peer.make('data', DAEMON);
    peer.make('queue');
    peer.make('queue/pid');
    for (const name of QUEUES) chmodSync(peer.make(`queue/${name}`, DAEMON, userInfo().gid), 0o700);
    chmodSync(peer.make('queue/public', DAEMON, MAIL), 0o710);
    chmodSync(peer.make('queue/maildrop', DAEMON, MAIL), 0o730);
    await peer.start(port, '/usr/lib/postfix/sbin/master', '-c', join(peer.directory, 'conf'), '-d');
  }, 90_000);
  afterAll(async () => {
    peer?.stop();
    await server?.stop();
  });

  const message = (from: string, to: readonly string[], ...text: readonly string[]) => [
    'EHLO client.example',
    `MAIL FROM:<${from}>`,
    ...to.map((one) => `RCPT TO:<${one}>`),
    'DATA',
    ...text,
    '.',
  ];

  test('takes mail that is relayed to it: dots, bytes above 127, long lines', async () => {
    const lines = ['..a dot', '...', 'gr\xfc\xdfe', 'x'.repeat(998), ''];
    await server.say(
      ...message('bob@ours.example', ['x@theirs.example', 'y@theirs.example'], 'Subject: out', '', ...lines),
    );
    await server.until(() => peer.mail().length === 2);
    await server.settled();
    await server.logged(/mta delivery .*to=<x@theirs\.example> .*result="Ok" stat="250 2\.0\.0 Ok: queued as/);
    for (const text of peer.mail()) {
      expect(text).toContain('Subject: out\n');
      expect(text).toContain(`\n.a dot\n..\n`);
      expect(text).toContain(`${'x'.repeat(998)}\n`);
    }
  });

  test('as a client hands in what it was given', async () => {
    const replies = await sayLines(port, message('a@theirs.example', [recipient], 'Subject: in', '', '..dot', 'text'));
    expect(replies.at(-1)).toMatch(/^250 /);
    await server.until(() => server.maildir('in').some((text) => text.includes('Subject: in\n')));
    expect(server.maildir('in').find((text) => text.includes('Subject: in\n'))).toMatch(/\n\.dot\ntext\n$/);
  });

  test('its refusal becomes a notification to the sender', async () => {
    await server.say(...message(recipient, ['x@[192.0.2.1'], 'Subject: bad', '', 'text'));
    await server.say(...message(recipient, [`${'l'.repeat(65)}x@refused..example`], 'Subject: bad', '', 'text'));
    await server.settled();
    expect(server.queue()).toEqual([]);
  });
});
