// npm run bench: whole processes against the daemon or bare node, in turn, in the same run. Ratios are what counts;
// a machine's milliseconds are in docs/benchmarks.md. `--smoke` runs each once, to see that it works.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../cli/dist/smtpd-lint.cjs', import.meta.url));
const DAEMON = process.env.SMTPD_JUDGE_6_8_0 ?? '/usr/sbin/smtpd';
const TIME = '/usr/bin/time';
const SMOKE = process.argv.includes('--smoke');
const RUNS = SMOKE ? 1 : 9;

// Node 20 takes some 55 ms at each start to read these.
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;

const directory = mkdtempSync(join(tmpdir(), 'smtpd-bench-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

/** One whole process: wall clock in milliseconds, and the peak of its memory in MiB where time(1) can tell. */
function run([command, ...args]) {
  const report = join(directory, 'time');
  const timed = existsSync(TIME) ? [TIME, '-f', '%M', '-o', report, command, ...args] : [command, ...args];
  const start = performance.now();
  const { status, stderr } = spawnSync(timed[0], timed.slice(1), { env, encoding: 'utf8' });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}\n${stderr}`);
  const memory = existsSync(TIME) ? Number(readFileSync(report, 'utf8').trim()) / 1024 : Number.NaN;
  return { wall, memory };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Runs two commands in turn and gives medians, and the median of the ratios pair by pair. */
function pair(ours, theirs) {
  if (!SMOKE) for (const command of [ours, theirs]) run(command);
  const pairs = Array.from({ length: RUNS }, () => [run(ours), run(theirs)]);
  const of = (at, key) => median(pairs.map((both) => both[at][key]));
  return {
    ours: of(0, 'wall'),
    theirs: of(1, 'wall'),
    ratio: median(pairs.map(([a, b]) => a.wall / b.wall)),
    least: Math.min(...pairs.map(([a, b]) => a.wall / b.wall)),
    memory: of(0, 'memory') / of(1, 'memory'),
  };
}

const rows = [];
function compare(name, against, limit, { ours, theirs, ratio, least, memory }) {
  rows.push({
    name,
    against,
    'ours ms': ours.toFixed(0),
    'theirs ms': theirs.toFixed(0),
    ratio: ratio.toFixed(2),
    least: least.toFixed(2),
    'wanted at most': limit,
    'memory ratio': memory.toFixed(2),
  });
  process.stderr.write(`${name}: ${ratio.toFixed(2)}\n`);
}

function file(name, text) {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const lines = (count, line) => Array.from({ length: count }, (_, index) => line(index)).join('\n');
const check = (path) => [process.execPath, CLI, '-n', '--target', '6.8.0', '-f', path];
const daemon = (path) => [DAEMON, '-n', '-f', path];
const rules = (count) =>
  `action "local" mbox\n${lines(count, (n) => `match from any for domain "d${n}.example.org" action "local"`)}\n`;

const small = file(
  'small.conf',
  `table aliases { root = "bob", postmaster = "bob" }
table domains { "example.org", "example.net" }
filter norevdns phase connect match !rdns disconnect "550 no name"
filter badhelo phase ehlo match helo regex "^localhost$" reject "550 no"
listen on socket mask-src
listen on lo port 25 tag IN filter { norevdns, badhelo }
listen on lo port 2525
smtp max-message-size 35M
queue ttl 2d
bounce warn-interval 1h, 6h
action "local" maildir "~/Maildir" junk alias <aliases>
action "mbox" mbox alias <aliases> ttl 1d
action "relay" relay helo mail.example.org
action "smarthost" relay host "smtp://mx.example.net:587" tls no-verify
action "backup" relay backup mx mx2.example.org
match tag IN from any for domain <domains> action "local"
match from local for local action "mbox"
match from local for any action "relay"
match from auth for any action "relay"
match from src { 10.0.0.0 } for domain "partner.example" action "smarthost"
match from any !for domain <domains> reject
match from any mail-from "@spam.example" for any reject
match from any for rcpt-to "bob@example.org" action "local"
match from rdns regex "\\\\.example$" for domain "a.example" action "local"
match auth from any for domain "b.example" action "smarthost"
match helo "bad.example" from any for any reject
match from any for domain "backup.example" action "backup"
match from socket for any action "relay"
match !from local for local reject
match from any rcpt-to "abuse@example.org" for local action "local"
`,
);
compare('start: -n on 30 lines', 'node -e 0', '2.5', pair(check(small), [process.execPath, '-e', '0']));

if (existsSync(DAEMON)) {
  const many = SMOKE ? 1000 : 100_000;
  const table = file(
    'list',
    lines(many, (n) => `d${n}.example.org`),
  );
  const cases = [
    ['match rules', '1.0', rules(many)],
    ['entries in a file table', '2.5', `table t file:${table}\naction a mbox\nmatch for domain <t> action a\n`],
    ['actions', '2.5', `${lines(many, (n) => `action "a${n}" mbox`)}\nmatch for local action a1\n`],
  ];
  for (const [name, limit, text] of cases) {
    const path = file(`${name.replaceAll(' ', '-')}.conf`, text);
    compare(`${many} ${name}`, 'smtpd -n', limit, pair(check(path), daemon(path)));
  }
} else console.log(`no daemon at ${DAEMON}: what is compared with it is left out (apt-get install opensmtpd)`);

console.log(
  `\n${cpus().length} x ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, node ${process.version}\n`,
);
console.table(rows);

const counts = SMOKE ? [1000] : [1000, 3000, 10_000, 30_000, 100_000];
const start = median(Array.from({ length: RUNS }, () => run(check(small)).wall));
console.log('\ncost per line: microseconds of the whole process but its start, per match rule');
for (const count of counts) {
  const path = file(`rules-${count}.conf`, rules(count));
  const wall = median(Array.from({ length: RUNS }, () => run(check(path)).wall));
  console.log(`${String(count).padStart(7)} lines  ${(((wall - start) * 1000) / count).toFixed(1)} us`);
}
