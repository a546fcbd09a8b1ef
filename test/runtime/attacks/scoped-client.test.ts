import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM } from '../../cli/program.js';
import { describeInRooms } from '../../parity/session/describe-with-rooms.js';
import { OWNER } from '../running-server.js';

const CLIENT = `
const socket = require('node:net').connect(2525, 'fe80::1%v0');
const lines = ['EHLO client.example', 'MAIL FROM:<>', 'RCPT TO:<${OWNER.username}@a.example>', 'QUIT'];
socket.on('error', (error) => { throw error; });
let text = '';
socket.on('data', (bytes) => {
  process.stdout.write(bytes);
  text += bytes;
  if (!/(?:^|\\n)\\d{3} [^\\n]*\\n$/.test(text)) return;
  text = '';
  const line = lines.shift();
  if (line === undefined) socket.end();
  else socket.write(line + '\\r\\n');
});
`;

const room = (directory: string): string => `
ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 addrgenmode none
ip link set v0 up; ip link set v1 up
ip addr add fe80::1/64 dev v0 nodad
setpriv --reuid ${OWNER.uid} --regid ${OWNER.gid} --clear-groups ${process.execPath} ${PROGRAM} run -f ${directory}/smtpd.conf \\
  --spool ${directory}/spool --port-offset 2500 2>${directory}/log &
for i in $(seq 200); do grep -q 'listening on' ${directory}/log && break; sleep 0.1; done
${process.execPath} ${directory}/client.js
${process.execPath} ${directory}/client.js
`;

describeInRooms('CVE-2023-29323', () => {
  test('a client with the link-local address of an interface ends nothing but its own session', {
    timeout: 120_000,
  }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'scoped-'));
    try {
      chmodSync(directory, 0o755);
      mkdirSync(join(directory, 'spool'));
      chownSync(join(directory, 'spool'), OWNER.uid, OWNER.gid);
      const config = `listen on v0 port 25\naction "a" maildir "${directory}/mail/a"\nmatch from any for any action "a"\n`;
      writeFileSync(join(directory, 'smtpd.conf'), config);
      writeFileSync(join(directory, 'client.js'), CLIENT);
      writeFileSync(join(directory, 'room.sh'), room(directory));
      const namespaces = ['-m', '-n', '-p', '-f', '--kill-child', '--mount-proc', '--propagation', 'private'];
      const { stdout, stderr } = spawnSync('unshare', [...namespaces, 'bash', join(directory, 'room.sh')], {
        encoding: 'utf8',
      });
      // "from any" is 0.0.0.0/0 and ::/0, and an address with a scope is in neither: smtpd 7.8.0 says so too.
      const session = [
        /^220 /,
        /^250-\S+ Hello client\.example \[fe80::1%v0\], pleased to meet you/,
        ...['8BITMIME', 'ENHANCEDSTATUSCODES', 'SIZE 36700160', 'DSN'].map((word) => new RegExp(`^250-${word}$`)),
        /^250 HELP$/,
        /^250 2\.0\.0 Ok$/,
        /^550 Invalid recipient: </,
        /^221 2\.0\.0 Bye$/,
      ];
      const log = readFileSync(join(directory, 'log'), 'latin1');
      // It serves the next one as the first.
      const expected = [...session, ...session].map((line) => expect.stringMatching(line));
      expect(stdout.trimEnd().split('\r\n'), `${stderr}${log}`).toEqual(expected);
      expect(log).toContain('smtp connected address=[fe80::1%v0] host=<unknown>');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
