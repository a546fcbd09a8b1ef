import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Judge } from '../../support/judge.js';
import { freePort, RunningServer } from '../running-server.js';

const MX = fileURLToPath(new URL('scripted-mx.mjs', import.meta.url));
const UNSHARE = ['-m', '-n', '-p', '-f', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** Servers that mail is relayed to, by their addresses, with what each does (scripted-mx.mjs), and what happens then. */
export interface Scene {
  /** PORT stands for the port of the servers, FILTER for a filter that writes down what it hears. */
  readonly config: string;
  readonly servers: Readonly<Record<string, string>>;
  /** Recipients of each message; they are said one message after the other. */
  readonly mails: readonly (readonly string[])[];
  /** It is over when lines of the log, and of what the filter heard, that match have come so often. */
  readonly until: readonly (readonly [log: 'log' | 'heard', pattern: string, count: number])[];
  /** Asked of smtpctl then. */
  readonly commands: readonly string[];
}

export interface Played {
  readonly log: readonly string[];
  readonly heard: readonly string[];
  readonly answers: readonly string[];
}

const FILTER = (heard: string): string => `#!/bin/sh
echo 'register|report|smtp-out|*'
echo 'register|ready'
while read -r line; do printf '%s\\n' "$line" >>${heard}; done
`;

function message(recipients: readonly string[]): readonly string[] {
  const named = recipients.map((one) => `RCPT TO:<${one}>`);
  return ['EHLO client.example', 'MAIL FROM:<bob@remote.example>', ...named, 'DATA', 'Subject: x', '', '..dot', '.'];
}

/** By the daemon, in namespaces of its own. */
export function playForDaemon(judge: Judge, scene: Scene): Played {
  const directory = prepared(scene, 2500);
  try {
    writeFileSync(join(directory, 'resolv.conf'), 'lookup file\n');
    writeFileSync(join(directory, 'room.sh'), room(judge.path, directory, scene));
    const ended = spawnSync('unshare', [...UNSHARE, 'bash', join(directory, 'room.sh')], { encoding: 'utf8' });
    if (ended.status !== 0) throw new Error(`the room failed: ${ended.stdout}${ended.stderr}`);
    const answers = scene.commands.map((_, at) => readFileSync(join(directory, `answer.${at}`), 'latin1'));
    return { log: lines(join(directory, 'log')), heard: lines(join(directory, 'heard')), answers };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function room(daemon: string, directory: string, { servers, mails, until, commands }: Scene): string {
  const starts = Object.entries(servers).map(
    ([address, does]) => `${process.execPath} ${MX} ${address} 2500 '${does}' ${directory} >/dev/null &`,
  );
  const says = mails.map(
    (one) =>
      `say ${message(one)
        .map((line) => `'${line}'`)
        .join(' ')}`,
  );
  const waits = until.map(
    ([file, pattern, count]) =>
      `for i in $(seq 600); do [ $(grep -cF '${pattern}' ${directory}/${file}) -ge ${count} ] && break; sleep 0.1; done`,
  );
  return `
ip link set lo up
mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /var/spool
mount --bind ${directory}/resolv.conf /etc/resolv.conf
${starts.join('\n')}
answers() { for i in $(seq 600); do (exec 3<>/dev/tcp/$1/$2) 2>/dev/null && return; sleep 0.1; done; }
${Object.keys(servers)
  .map((address) => `answers ${address} 2500`)
  .join('\n')}
${daemon} -d -f ${directory}/smtpd.conf 2>${directory}/log &
answers 127.0.0.1 25
say() {
  exec 3<>/dev/tcp/127.0.0.1/25
  read -r reply <&3
  text=
  for line in "$@"; do
    printf '%s\\r\\n' "$line" >&3
    [ "$line" = . ] && text=
    [ -n "$text" ] || while read -r reply <&3; do case $reply in ???-*) ;; *) break ;; esac; done
    [ "$line" = DATA ] && text=1
  done
  exec 3>&-
}
${says.join('\n')}
${waits.join('\n')}
${commands.map((command, at) => `smtpctl ${command} >${directory}/answer.${at} 2>&1`).join('\n')}
kill %${starts.length + 1}
exit 0
`;
}

/** By ours. */
export async function playForUs(scene: Scene, version: string): Promise<Played> {
  const port = await freePort();
  const directory = prepared(scene, port);
  const servers = await Promise.all(
    Object.entries(scene.servers).map(([address, does]) => start(directory, address, port, does)),
  );
  const server = await RunningServer.start(readFileSync(join(directory, 'smtpd.conf'), 'latin1'), [
    '--target',
    version,
  ]);
  const read = (file: 'log' | 'heard'): readonly string[] =>
    file === 'log' ? server.log.split('\n').slice(0, -1) : lines(join(directory, 'heard'));
  try {
    for (const one of scene.mails) await server.say(...message(one), 'QUIT');
    for (const [file, pattern, count] of scene.until) {
      await server.until(() => read(file).filter((line) => line.includes(pattern)).length >= count, 30_000);
    }
    const answers = scene.commands.map((command) => server.control(...command.split(' ')));
    return { log: read('log'), heard: read('heard'), answers };
  } finally {
    await server.stop();
    for (const one of servers) one.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

function prepared({ config }: Scene, port: number): string {
  const directory = mkdtempSync(join(tmpdir(), 'outgoing-'));
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, 'heard'), '');
  chmodSync(join(directory, 'heard'), 0o666);
  writeFileSync(join(directory, 'filter.sh'), FILTER(join(directory, 'heard')));
  chmodSync(join(directory, 'filter.sh'), 0o755);
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=mx.example',
      '-days',
      '2',
      '-keyout',
      join(directory, 'key'),
      '-out',
      join(directory, 'cert'),
    ],
    { stdio: 'ignore' },
  );
  const filled = config.replaceAll('PORT', String(port)).replaceAll('FILTER', join(directory, 'filter.sh'));
  writeFileSync(join(directory, 'smtpd.conf'), filled);
  return directory;
}

/** A server that listens already. */
async function start(directory: string, address: string, port: number, does: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MX, address, String(port), does, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

function lines(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, 'latin1').split('\n').slice(0, -1) : [];
}
