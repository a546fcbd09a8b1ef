// Linting with all rules against the same check with none, whole processes in turn in the same run; the ratio is wanted at most
// 2. `--smoke` runs the smallest file once, to see that it works.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../cli/dist/smtpd-lint.cjs', import.meta.url));
const SMOKE = process.argv.includes('--smoke');
const SIZES = SMOKE ? [1_000] : [1_000, 10_000, 100_000];

// Node 20 takes some 55 ms at each start to read these.
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;

const directory = mkdtempSync(join(tmpdir(), 'smtpd-linter-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

const HEAD = `table aliases { "root" = "joe" }
table own { "example.org", "example.net" }
table hosts { "192.0.2.0/24", "2001:db8::/32" }
listen on 0.0.0.0
listen on lo port 2525 tag OUT
action "in" mbox alias <aliases>
action "out" relay
`;

/** Files of one kind of rule, and of many. */
const SHAPES = {
  'a domain each': (at) => `match from any for domain "d${at}.example.com" action "in"`,
  mixed: (at) =>
    [
      `match from any for domain "d${at}.example.com" action "in"`,
      `match from any mail-from "@s${at}.example.com" for any reject`,
      `match from src "10.${at % 256}.${(at >> 8) % 256}.${at >> 16}" for domain "r${at}.example.com" action "out"`,
      `match tag OUT from local rcpt-to "u${at}@example.net" for domain <own> action "in"`,
      `match from src <hosts> helo "h${at}.example.com" for domain { "x${at}.example.com", "*.y${at}.example.com" } action "in"`,
    ][at % 5],
};

function run(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'check', '--no-config', ...args], {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`${args.join(' ')}: status ${status}\n${stderr}`);
  return wall;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const rows = [];
for (const [shape, rule] of Object.entries(SHAPES)) {
  for (const size of SIZES) {
    const path = join(directory, 'smtpd.conf');
    writeFileSync(path, `${HEAD}${Array.from({ length: size }, (_, at) => rule(at)).join('\n')}\n`);
    const count = SMOKE ? 1 : size > 10_000 ? 5 : 9;
    const pairs = Array.from({ length: count }, () => [run([path]), run(['--ignore', 'all', path])]);
    rows.push({
      shape,
      rules: size,
      'all ms': median(pairs.map(([all]) => all)).toFixed(0),
      'none ms': median(pairs.map(([, none]) => none)).toFixed(0),
      ratio: median(pairs.map(([all, none]) => all / none)).toFixed(2),
      'wanted at most': 2,
    });
  }
}
console.table(rows);
