// npm run bench: messages of 4 KiB taken and delivered to a maildir, over 1, 10 and 100 sessions, by the server of `run` and by
// the daemon, each on a machine of its own with the same configuration and the same disk; and a queue of 100,000 messages.
// The first round finds servers that were just started, and code of ours that V8 has not compiled yet.
// `--smoke` does little of each, to see that it works. Needs root.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { largeQueue } from './runtime/large-queue.mjs';

const CLI = fileURLToPath(new URL('../cli/dist/smtpd-lint.cjs', import.meta.url));
const DAEMON = process.env.SMTPD_JUDGE_6_8_0 ?? '/usr/sbin/smtpd';
const SMOKE = process.argv.includes('--smoke');
const TURNS = SMOKE ? 1 : 3;
const BYTES = 4096;
const ROUNDS = [1, 1, 10, 100].map((sessions) => ({ sessions, count: SMOKE ? Math.max(20, sessions) : 1500 }));

if (process.getuid?.() !== 0 || !existsSync(DAEMON)) {
  console.log('skipped: the servers are compared as root, beside a daemon');
  process.exit(0);
}
// Node 20 takes some 55 ms at each start to read these.
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;
const directory = mkdtempSync(join(tmpdir(), 'smtpd-bench-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
const here = (name) => fileURLToPath(new URL(`runtime/${name}`, import.meta.url));

function measure(name, turn, program, args) {
  const disk = join(directory, `${name}-${turn}`);
  mkdirSync(disk, { mode: 0o711 });
  const isolated = ['-m', '-n', '-u', '-p', '-f', '--kill-child', '--mount-proc', '--propagation', 'private'];
  const inside = [
    process.execPath,
    here('measure.mjs'),
    JSON.stringify({ program, args, rounds: ROUNDS, bytes: BYTES }),
  ];
  const { status, stdout, stderr } = spawnSync('unshare', [...isolated, here('room.sh'), disk, ...inside], {
    env,
    encoding: 'utf8',
  });
  rmSync(disk, { recursive: true, force: true });
  if (status !== 0) throw new Error(`${name}: status ${status}\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const turns = Array.from({ length: TURNS }, (_, turn) => ({
  ours: measure('run', turn, process.execPath, [
    CLI,
    'run',
    '-f',
    '/run/smtpd.conf',
    '--target',
    '6.8.0',
    '--spool',
    '/var/spool/run',
  ]),
  theirs: measure('smtpd', turn, DAEMON, ['-d', '-f', '/run/smtpd.conf']),
}));
const of = (who, at, key) => median(turns.map((turn) => turn[who][at][key]));
const rows = ROUNDS.flatMap(({ sessions }, at) =>
  ['accepted', 'delivered'].map((what) => ({
    sessions: at === 0 ? `${sessions}, just started` : sessions,
    'a second': what,
    ours: of('ours', at, what).toFixed(0),
    theirs: of('theirs', at, what).toFixed(0),
    ratio: (of('ours', at, what) / of('theirs', at, what)).toFixed(2),
    'CPU ms a message': `${of('ours', at, 'cpu').toFixed(2)} / ${of('theirs', at, 'cpu').toFixed(2)}`,
    'memory MB': `${of('ours', at, 'memory').toFixed(0)} / ${of('theirs', at, 'memory').toFixed(0)}`,
  })),
);
console.table(rows);
console.table(await largeQueue({ cli: CLI, directory, env, messages: SMOKE ? 500 : 100_000 }));
