// Inside the room: starts one server, loads it, and says as JSON how fast it was and what it took.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { load } from './load.mjs';

const { program, args, rounds, bytes } = JSON.parse(process.argv[2]);
const NEW = '/home/bench/Maildir/new';
const CONFIG = `
listen on lo port 25
smtp limit max-mails 1000000
action "local" maildir
match from any for any action "local"
match from local for local action "local"
`;

writeFileSync('/run/smtpd.conf', CONFIG, { mode: 0o644 });
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'pipe'] });
let log = '';
child.stderr.on('data', (text) => {
  log = (log + text).slice(-4000);
});
await until(answers, 20);

const results = [];
// Once for what is only done at first.
await measured(rounds[0].sessions, 50);
for (const { sessions, count } of rounds) results.push({ sessions, count, ...(await measured(sessions, count)) });
process.stdout.write(`${JSON.stringify(results)}\n`);
child.kill('SIGTERM');
setTimeout(() => process.exit(), 500);

async function measured(sessions, count) {
  const before = { arrived: arrived(), cpu: cpuSeconds() };
  const started = performance.now();
  const accepting = await load({ port: 25, sessions, count, bytes, recipient: 'bench@mx.example.test' });
  await until(() => arrived() - before.arrived >= count, 300);
  const delivering = (performance.now() - started) / 1000;
  return {
    accepted: count / accepting,
    delivered: count / delivering,
    cpu: ((cpuSeconds() - before.cpu) * 1000) / count,
    memory: memory(),
  };
}

function arrived() {
  try {
    return readdirSync(NEW).length;
  } catch {
    return 0;
  }
}

function answers() {
  return new Promise((resolve) => {
    const socket = createConnection(25, '127.0.0.1');
    socket
      .on('error', () => resolve(false))
      .on('connect', () => socket.destroy())
      .on('close', () => resolve(true));
  });
}

async function until(so, seconds) {
  for (const started = Date.now(); !(await so()); ) {
    if (Date.now() - started > seconds * 1000) throw new Error(`it did not come about; the end of the log:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Of every process in the room but this one, and of their children that have ended. */
function cpuSeconds() {
  let ticks = 0;
  for (const pid of processes()) {
    const fields = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /, '')
      .split(' ');
    ticks += fields.slice(11, 15).reduce((sum, field) => sum + Number(field || 0), 0);
  }
  return ticks / 100;
}

/** Megabytes, with what processes share counted once. */
function memory() {
  let kilobytes = 0;
  for (const pid of processes()) {
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kilobytes / 1024;
}

/** A file of a process, which may have ended. */
function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function processes() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
}
