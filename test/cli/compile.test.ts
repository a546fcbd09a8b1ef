import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAD, check, directoryWith, GOOD, type Run } from './program.js';

const PROTOCOLS = 'action "a" relay tls protocols "TLSv1.2"\nmatch for any action "a"\n';

const CASES: readonly (Run & { readonly title: string })[] = [
  { title: 'to stdout', args: ['compile', '-f', 'a'], files: { a: GOOD }, status: 0, stdout: /^\{\n[\s\S]*\}\n$/ },
  { title: 'standard input', args: ['compile', '-f', '-'], stdin: GOOD, status: 0, stdout: /^\{\n[\s\S]*\}\n$/ },
  {
    title: 'printed',
    args: ['compile', '--print', '-f', 'a'],
    files: { a: GOOD },
    status: 0,
    stdout: /^action a mbox\n[\s\S]*match for local action a\n$/,
  },
  {
    title: 'a file with errors',
    args: ['compile', '-f', 'a', '-o', 'out'],
    files: { a: BAD },
    status: 1,
    stderr: /^a:2:22: error: There is no action "b" above this rule\. /,
  },
  {
    title: 'what the target cannot express',
    args: ['compile', '-f', 'a', '--print', '--from', '7.8.0', '--target', '6.8.0', '-o', 'out'],
    files: { a: PROTOCOLS },
    status: 1,
    stderr: /^smtpd-lint: .*protocols.*7\.3\.0.*\n$/,
  },
  {
    title: 'what the target can express',
    args: ['compile', '-f', 'a', '--print', '--from', '7.8.0', '--target', '7.3.0'],
    files: { a: PROTOCOLS },
    status: 0,
    stdout: /protocols "?TLSv1\.2/,
  },
  {
    title: 'a missing file',
    args: ['compile', '-f', 'x'],
    status: 3,
    stderr: /^smtpd-lint: x: there is no such file; /,
  },
  {
    title: 'into a missing directory',
    args: ['compile', '-f', 'a', '-o', 'none/out'],
    files: { a: GOOD },
    status: 3,
    stderr: /^smtpd-lint: none\/out: cannot be written: there is no such directory; .*\n$/,
  },
  {
    title: 'below a file',
    args: ['compile', '-f', 'a', '-o', 'a/out'],
    files: { a: GOOD },
    status: 3,
    stderr: /^smtpd-lint: a\/out: cannot be written: a part of the path is no directory; .*\n$/,
  },
  {
    title: 'onto a directory',
    args: ['compile', '-f', 'a', '-o', '.'],
    files: { a: GOOD },
    status: 3,
    stderr: 'smtpd-lint: .: cannot be written: is a directory; name a file\n',
  },
  { title: 'onto a device', args: ['compile', '-f', 'a', '-o', '/dev/null'], files: { a: GOOD }, status: 0 },
];

describe('compile', () => {
  test.each(CASES)('$title', (run) => {
    const { directory } = check(run);
    expect(readdirSync(directory)).toEqual(Object.keys(run.files ?? {}));
  });

  test('-o writes what stdout would get', () => {
    const { directory, stdout } = check({ args: ['compile', '-f', 'a'], files: { a: GOOD }, status: 0, stdout: /./ });
    check({ args: ['compile', '-f', 'a', '-o', 'out'], status: 0 }, directory);
    expect(readFileSync(join(directory, 'out'))).toEqual(stdout);
    expect(readdirSync(directory).sort()).toEqual(['a', 'out']);
  });

  test('-o puts another file in the place of the old one, which keeps its mode', () => {
    const directory = directoryWith({ a: GOOD, out: 'old' });
    const path = join(directory, 'out');
    chmodSync(path, 0o600);
    const { ino } = statSync(path);
    check({ args: ['compile', '-f', 'a', '-o', 'out'], status: 0 }, directory);
    expect(statSync(path).ino).not.toBe(ino);
    expect(statSync(path).mode & 0o7777).toBe(0o600);
    expect(readdirSync(directory).sort()).toEqual(['a', 'out']);
  });

  test.skipIf(process.getuid?.() === 0)('a directory that may not be written leaves the old file', () => {
    const directory = directoryWith({ a: GOOD });
    const locked = join(directory, 'locked');
    mkdirSync(locked);
    writeFileSync(join(locked, 'out'), 'old');
    chmodSync(locked, 0o555);
    const stderr = /^smtpd-lint: locked\/out: cannot be written: /;
    check({ args: ['compile', '-f', 'a', '-o', 'locked/out'], status: 3, stderr }, directory);
    expect(readdirSync(locked)).toEqual(['out']);
    expect(readFileSync(join(locked, 'out'), 'utf8')).toBe('old');
    chmodSync(locked, 0o755);
  });
});
