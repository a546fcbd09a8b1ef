// 1,000 files of 50 lines in one call against one call on all of them in one file, in turn, in the same run; the ratio is wanted
// at most 3. `--smoke` checks 100 files once, to see that it works.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../cli/dist/smtpd-lint.cjs', import.meta.url));
const SMOKE = process.argv.includes('--smoke');
const FILES = SMOKE ? 100 : 1000;
const LINES = 50;
const RUNS = SMOKE ? 1 : 7;

// Node 20 takes some 55 ms at each start to read these.
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;

const directory = mkdtempSync(join(tmpdir(), 'smtpd-many-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

/** Names of its own, so that all files together are a configuration too. */
function configuration(index) {
  const head = [
    `table domains${index} { "a${index}.example", "b${index}.example" }`,
    `table aliases${index} { "root" = "joe" }`,
    `action "in${index}" maildir alias <aliases${index}>`,
    `action "out${index}" relay`,
    `match from any for domain <domains${index}> action "in${index}"`,
  ];
  const rules = Array.from(
    { length: LINES - head.length - 1 },
    (_, at) => `match from any for domain "d${at}.of${index}.example" action "in${index}"`,
  );
  return `${[...head, ...rules, `match from local for domain "out${index}.example" action "out${index}"`].join('\n')}\n`;
}

mkdirSync(join(directory, 'many'));
const texts = Array.from({ length: FILES }, (_, index) => configuration(index));
const paths = texts.map((text, index) => {
  const path = join('many', `${index}.conf`);
  writeFileSync(join(directory, path), text);
  return path;
});
writeFileSync(join(directory, 'all.conf'), texts.join(''));

function run(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [CLI, '--no-config', ...args], {
    cwd: directory,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`status ${status}\n${stderr}`);
  return wall;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const pairs = Array.from({ length: RUNS }, () => [run(paths), run(['all.conf'])]);
console.table([
  {
    files: FILES,
    cores: availableParallelism(),
    'many ms': median(pairs.map(([many]) => many)).toFixed(0),
    'one ms': median(pairs.map(([, one]) => one)).toFixed(0),
    ratio: median(pairs.map(([many, one]) => many / one)).toFixed(2),
    'wanted at most': 3,
  },
]);
