import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROGRAM } from '../../cli/program.js';
import { describeInRooms } from '../../parity/session/describe-with-rooms.js';
import { OWNER } from '../running-server.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const NODE = process.execPath;

const EXPECTED: readonly (readonly [domain: string, what: string, logged: RegExp])[] = [
  ['preferred', 'goes to the exchanger of the lowest number', /relay="127\.0\.0\.1 .* result="Ok"/],
  ['fallback', 'goes to the next where that is not there', /relay="127\.0\.0\.2 .* result="Ok"/],
  ['address', 'goes to the domain itself where there is none', /relay="127\.0\.0\.4 .* result="Ok"/],
  ['null', 'is refused where the exchanger is the null MX', /result="PermFail" stat="Domain does not accept mail"/],
  ['nobody', 'is refused where there is no such domain', /result="PermFail" stat="Domain does not exist"/],
  ['broken', 'waits while the name server fails', /result="TempFail" stat="Temporary failure in MX lookup"/],
];

const CONFIG = `
listen on lo port 25
action "out" relay
match from any for any action "out"
`;

const says = (domain: string): string =>
  `say 'EHLO x' 'MAIL FROM:<>' 'RCPT TO:<x@${domain}.example>' DATA 'Subject: x' . QUIT`;

/** Exchangers on port 25, and the server on another one, in namespaces with a name server of their own. */
function room(directory: string): string {
  const takers = ['127.0.0.1', '127.0.0.2', '127.0.0.4'];
  return `
ip link set lo up
mount --bind ${directory}/resolv.conf /etc/resolv.conf
mount --bind ${directory}/hosts /etc/hosts
answers() { for i in $(seq 600); do (exec 3<>/dev/tcp/$1/$2) 2>/dev/null && return; sleep 0.1; done; }
${NODE} ${here('small-dns.mjs')} >${directory}/dns &
${takers.map((address) => `${NODE} ${here('scripted-mx.mjs')} ${address} 25 takes ${directory} >/dev/null &`).join('\n')}
for i in $(seq 600); do grep -q listening ${directory}/dns && break; sleep 0.1; done
${takers.map((address) => `answers ${address} 25`).join('\n')}
setpriv --reuid ${OWNER.uid} --regid ${OWNER.gid} --clear-groups ${NODE} ${PROGRAM} run -f ${directory}/smtpd.conf --spool ${directory}/spool \\
  --bind 127.0.0.1 --port-offset 2500 2>${directory}/log &
answers 127.0.0.1 2525
say() {
  exec 3<>/dev/tcp/127.0.0.1/2525
  read -r reply <&3
  for line in "$@"; do
    printf '%s\\r\\n' "$line" >&3
    [ "$line" = 'Subject: x' ] || while read -r reply <&3; do case $reply in ???-*) ;; *) break ;; esac; done
  done
  exec 3>&-
}
${EXPECTED.map(([domain]) => says(domain)).join('\n')}
for i in $(seq 600); do [ $(grep -c 'result="' ${directory}/log) -ge ${EXPECTED.length} ] && break; sleep 0.1; done
`;
}

describeInRooms('mail to a domain', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mx-'));
  let log = '';
  beforeAll(() => {
    chmodSync(directory, 0o755);
    mkdirSync(join(directory, 'spool'));
    chownSync(join(directory, 'spool'), OWNER.uid, OWNER.gid);
    writeFileSync(join(directory, 'resolv.conf'), 'nameserver 127.0.0.1\n');
    writeFileSync(join(directory, 'hosts'), '127.0.0.1 localhost\n');
    writeFileSync(join(directory, 'smtpd.conf'), CONFIG);
    writeFileSync(join(directory, 'room.sh'), room(directory));
    const namespaces = ['-m', '-n', '-p', '-f', '--kill-child', '--mount-proc', '--propagation', 'private'];
    const ended = spawnSync('unshare', [...namespaces, 'bash', join(directory, 'room.sh')], { encoding: 'utf8' });
    log = `${readFileSync(join(directory, 'log'), 'latin1')}${ended.stderr}`;
  }, 180_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each(EXPECTED)('%s: it %s', (domain, _what, logged) => {
    const lines = log
      .split('\n')
      .filter((line) => line.includes(`to=<x@${domain}.example>`) && line.includes('result='));
    expect(lines, log).toEqual([expect.stringMatching(logged)]);
  });
});
