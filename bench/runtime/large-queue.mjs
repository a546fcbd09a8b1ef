// A queue of many messages: how long a server takes to be ready on it, how long `show queue` takes, and what memory it costs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOBODY = 65534;

export async function largeQueue({ cli, directory, env, messages }) {
  const root = join(directory, 'large');
  const spool = join(root, 'spool');
  mkdirSync(join(spool, 'queue'), { recursive: true });
  chmodSync(directory, 0o755);
  for (const path of [root, spool, join(spool, 'queue')]) chownSync(path, NOBODY, NOBODY);
  for (let n = 1; n <= messages; n += 1) write(spool, n);
  const config = join(root, 'smtpd.conf');
  writeFileSync(config, 'listen on lo port 25\naction "a" mda "true"\nmatch from any for any action "a"\n');
  const started = performance.now();
  const where = ['--spool', spool, '--bind', '127.0.0.1', '--port-offset', '20100'];
  const child = spawn(process.execPath, [cli, 'run', '-f', config, ...where], {
    env,
    uid: NOBODY,
    gid: NOBODY,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    await new Promise((resolve, reject) => {
      let log = '';
      child.stderr.on('data', (text) => {
        log += text;
        if (log.includes('listening on')) resolve();
      });
      child.on('exit', () => reject(new Error(log)));
    });
    const ready = performance.now() - started;
    const memory = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))[1]) / 1024;
    const asked = performance.now();
    const shown = spawnSync(process.execPath, [cli, 'ctl', '--spool', spool, 'show', 'queue'], {
      env,
      encoding: 'latin1',
      maxBuffer: 2 ** 30,
    });
    const lines = shown.stdout.split('\n').length - 1;
    if (lines !== messages) throw new Error(`${lines} lines for ${messages} messages\n${shown.stderr}`);
    return [
      {
        messages,
        'ready after s': (ready / 1000).toFixed(1),
        'show queue s': ((performance.now() - asked) / 1000).toFixed(1),
        'memory MB': memory.toFixed(0),
      },
    ];
  } finally {
    child.kill('SIGKILL');
  }
}

/** A message as docs/runtime.md describes it, due tomorrow as one that was suspended. */
function write(spool, n) {
  const id = n.toString(16).padStart(8, '0');
  const address = { user: 'alice', domain: 'example.org' };
  const envelope = {
    id: `${id}00000001`,
    transport: 'mda',
    envelope: {
      tag: '',
      smtpname: 'mx',
      source: 'local',
      rdns: 'localhost',
      helo: 'localhost',
      authenticated: true,
      username: '',
      sender: address,
      rcpt: address,
      dest: address,
      internal: false,
      bounce: false,
    },
    delivery: {
      type: 'local',
      user: 'nobody',
      subAddress: '',
      node: 0,
      rule: {
        number: 1,
        action: {
          type: 'local',
          name: 'a',
          method: { type: 'mbox' },
          userbase: '<getpwnam>',
          origin: { file: 0, line: 1, start: 0, end: 1 },
        },
      },
    },
    dsn: { notify: [] },
    created: Math.floor(Date.now() / 1000),
    ttl: 345600,
  };
  const message = `Subject: ${n}\n\n${'x'.repeat(1000)}\n`;
  const json = `${JSON.stringify([envelope])}\n`;
  const sum = createHash('sha256').update(json).digest('hex').slice(0, 8);
  const hex = (value, digits) => value.toString(16).padStart(digits, '0');
  const trailer = `smtpdq1 ${hex(message.length, 12)} ${hex(json.length, 8)} ${sum}\n`;
  const path = join(spool, 'queue', id);
  writeFileSync(path, message + json + trailer, { mode: 0o600 });
  chownSync(path, NOBODY, NOBODY);
  const note = { id: envelope.id, progress: { retries: 1, suspended: true } };
  writeFileSync(`${path}.log`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  chownSync(`${path}.log`, NOBODY, NOBODY);
}
