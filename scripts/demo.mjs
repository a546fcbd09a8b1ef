// npm start: the command line on the bundled example. Every command is printed as you can repeat it.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const COMMAND = 'cli/dist/smtpd-lint.cjs';
// A copy, because git gives every file to all readers, and the daemon wants a key that others cannot read.
const COPY = '.cache/demo';
const ROOT = `${COPY}/mail.example.org`;
const CONFIG = `${ROOT}/etc/mail/smtpd.conf`;
const WORLD = `${ROOT}/world.yaml`;
const COMPILED = `${COPY}/compiled.json`;

rmSync(COPY, { recursive: true, force: true });
cpSync('examples', COPY, { recursive: true });
chmodSync(`${ROOT}/etc/mail/certs/mail.example.org.key`, 0o600);

let failed = 0;

/** Runs the command line and holds its exit status against what it should be. */
function step(title, args, expected = 0) {
  const line = ['node', COMMAND, ...args].join(' ');
  console.log(`\n== ${title}\n$ ${line}`);
  const { status } = spawnSync(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 1, 1] });
  console.log(`(exit status ${status})`);
  if (status === expected) return;
  console.log(`this should have been ${expected}`);
  failed++;
}

step('Check a configuration', ['check', '--root', ROOT, CONFIG]);
step('Check one with mistakes: all of them in one run', ['check', '--root', ROOT, `${COPY}/flawed.conf`], 1);
step(
  'The same file as the daemon of 6.8 puts it',
  ['-n', '-f', `${COPY}/flawed.conf`, '--root', ROOT, '--target', '6.8.0'],
  1,
);
step('The good one as the daemon puts it', ['-n', '-f', CONFIG, '--root', ROOT]);
step('Compile it', ['compile', '-f', CONFIG, '--root', ROOT, '-o', COMPILED]);
summarise(COMPILED);
step('Print it back, for 6.8.0', ['compile', '-f', CONFIG, '--root', ROOT, '--print', '--target', '6.8.0']);
step('Is it laid out as fmt would?', ['fmt', '--check', CONFIG]);

step('Who may send what where? A stranger writes to a user, and to nobody that we know', [
  ...['simulate', '-f', CONFIG, '--root', ROOT, '--world', WORLD, '--from', '203.0.113.5'],
  ...['--mail-from', 'someone@friend.example', '--rcpt-to', 'alice@example.org', 'x@elsewhere.example'],
]);
step('The same in a sentence for each recipient', [
  ...['simulate', '-f', CONFIG, '--root', ROOT, '--world', WORLD, '--from', 'socket', '--explain'],
  ...['--mail-from', 'root@mail.example.org', '--rcpt-to', 'alice@mail.example.org', 'x@elsewhere.example'],
]);
step('Policy tests: what this server promises', ['test', '--coverage', ROOT]);

console.log(failed === 0 ? '\nEverything as it should be.' : `\n${failed} of the steps went wrong.`);
process.exitCode = failed === 0 ? 0 : 1;

function summarise(path) {
  const config = readCompiled(path);
  if (config === undefined) return;
  const counts = ['listeners', 'tables', 'filters', 'actions', 'rules'].map((part) => `${config[part].length} ${part}`);
  console.log(`${path}: ${counts.join(', ')}`);
  for (const { address, port, tls, auth } of config.listeners) {
    const how = [tls ? tls.mode : 'plain', ...(auth ? [auth.required ? 'auth' : 'auth-optional'] : [])];
    console.log(`  listens on ${address} port ${port} (${how.join(', ')})`);
  }
}

function readCompiled(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.log(`${path}: ${error.message}`);
    return undefined;
  }
}
