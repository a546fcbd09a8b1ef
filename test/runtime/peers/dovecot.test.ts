import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, OWNER, RunningServer } from '../running-server.js';
import { describeWithPeers, Peer } from './peers.js';

const configuration = ({ directory }: Peer, port: number): string => `
base_dir = ${directory}/run
state_dir = ${directory}/state
default_internal_user = daemon
default_internal_group = daemon
default_login_user = bin
protocols = lmtp
ssl = no
log_path = ${directory}/log
mail_location = maildir:${directory}/mail/%u
userdb {
  driver = static
  args = uid=65534 gid=65534 home=${directory}/mail/%u allow_all_users=yes
}
passdb {
  driver = static
  args = nopassword=y
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${port}
  }
  unix_listener ${directory}/lmtp {
    mode = 0666
  }
}
`;

describeWithPeers('a real Dovecot', () => {
  let peer: Peer;
  let server: RunningServer;
  beforeAll(async () => {
    const port = await freePort();
    peer = new Peer();
    writeFileSync(join(peer.directory, 'dovecot.conf'), configuration(peer, port));
    await peer.start(port, '/usr/sbin/dovecot', '-F', '-c', join(peer.directory, 'dovecot.conf'));
    server = await RunningServer.start(`
listen on lo port 25
action "tcp" lmtp "127.0.0.1:${port}" rcpt-to
action "unix" lmtp "${peer.directory}/lmtp"
action "relay" relay host "lmtp://127.0.0.1:${port}"
match from any for domain "tcp.example" action "tcp"
match from any for domain "unix.example" action "unix"
match from any for domain "relay.example" action "relay"
`);
  }, 90_000);
  afterAll(async () => {
    peer?.stop();
    await server?.stop();
  });

  test.each(['tcp', 'unix', 'relay'])('is handed mail over LMTP: %s', async (way) => {
    const to = `${OWNER.username}@${way}.example`;
    await server.say(
      'EHLO x',
      'MAIL FROM:<a@b.example>',
      `RCPT TO:<${to}>`,
      'DATA',
      `Subject: ${way}`,
      '',
      '..',
      'text',
      '.',
    );
    await server.settled();
    const [text = ''] = peer.mail().filter((one) => one.includes(`Subject: ${way}\n`));
    expect(text).toMatch(/\n\n\.\ntext\n$/);
    await server.logged(new RegExp(`to=<${to}> .*result="?Ok`));
  });
});
