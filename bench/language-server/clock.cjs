// Loaded into the server before anything else: tells on stderr how long the server was at work between a message that came
// in and the diagnostics or answer that went out. Waiting (the debounce) is no work. `own` is the time that the processor
// gave to its main thread, where the system tells: on a busy machine that is less than what passed. With `--expose-gc` it
// collects after every so many messages, and tells what is in use then.
const { readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

const COLLECT_EVERY = 50;
let written = 0;

const SCHEDULE = `/proc/self/task/${process.pid}/schedstat`;

function now() {
  const { idle } = performance.eventLoopUtilization();
  return { time: performance.now(), idle, own: ownTime() };
}

/** Milliseconds on the processor; NaN where the system does not tell. */
function ownTime() {
  try {
    return Number(readFileSync(SCHEDULE, 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function collected() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

let heard = now();

const { emit } = process.stdin;
process.stdin.emit = function (name, ...rest) {
  if (name === 'readable' || name === 'data') heard = now();
  return emit.call(this, name, ...rest);
};

const { write } = process.stdout;
process.stdout.write = function (chunk, ...rest) {
  const done = write.call(this, chunk, ...rest);
  if (!Buffer.from(chunk).subarray(0, 20).toString('latin1').startsWith('Content-Length')) {
    const { time, idle, own } = now();
    const busy = time - heard.time - (idle - heard.idle);
    const { rss, heapUsed } = process.memoryUsage();
    written += 1;
    const inUse = globalThis.gc && written % COLLECT_EVERY === 0 ? collected() : '';
    process.stderr.write(`clock ${busy} ${own - heard.own} ${rss} ${heapUsed} ${inUse}\n`);
  }
  return done;
};
