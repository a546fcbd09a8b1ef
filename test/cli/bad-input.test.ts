import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BAD, check, directoryWith, GOOD, PROGRAM, type Run } from './program.js';

const NONE = '0 files checked, nothing found\n';
/** Not random, so that a failure can be repeated; every byte is in it. */
const BINARY = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * i * 31 + i * 7 + (i >> 4) + 1) & 255));

const CASES: readonly (Run & { readonly title: string })[] = [
  { title: 'a missing file', args: ['x'], status: 3, stdout: NONE, stderr: /^smtpd-lint: x: there is no such file; / },
  { title: 'a directory', args: ['.'], status: 3, stdout: NONE, stderr: /^smtpd-lint: \.: is a directory; / },
  {
    title: 'a path below a file',
    args: ['a/b'],
    files: { a: GOOD },
    status: 3,
    stdout: NONE,
    stderr: /^smtpd-lint: a\/b: a part of the path is no directory; /,
  },
  {
    title: 'a binary file',
    args: ['bin'],
    files: { bin: BINARY },
    status: 1,
    stdout: /^bin:1:\d+: error: [\s\S]*^1 file checked: \d+ errors?, /m,
  },
  {
    title: 'an include loop',
    args: ['a'],
    files: { a: `${GOOD}include "b"\n`, b: '\ninclude "a"\n' },
    status: 1,
    stdout: /^b:2:9: error: .*\[include-loop\]$/m,
  },
  {
    title: 'a file that includes itself under another name',
    args: ['./a'],
    files: { a: `${GOOD}include "a"\n` },
    status: 1,
    stdout: /^(\.\/)?a:3:9: error: .*\[include-loop\]$/m,
  },
  {
    title: 'a missing include',
    args: ['a'],
    files: { a: `${GOOD}include "none"\n` },
    status: 1,
    stdout: /^a:3:9: error: "none" cannot be read: No such file or directory\. /,
  },
  {
    title: 'an include that is a directory',
    args: ['-n', '-f', 'a'],
    files: { a: `${GOOD}include "d"\n`, d: undefined },
    status: 0,
    stderr: 'configuration OK\n',
  },
  {
    title: 'a NUL byte',
    args: ['a'],
    files: { a: `action "a" mbox\0\nmatch for local action "a"\n` },
    status: 1,
    stdout: /^a:1:\d+: error: /,
  },
  {
    title: 'lines that end with CR LF',
    args: ['a'],
    files: { a: GOOD.replaceAll('\n', '\r\n') },
    status: 1,
    stdout: /^a:1:16: error: [\s\S]*^a:2:27: error: /m,
  },
  { title: 'an empty file', args: ['a'], files: { a: '' }, status: 1, stdout: /^a:1:1: error: .*\[no-rules\]\n/ },
];

describe('bad input', () => {
  test.each(CASES)('$title', (run) => void check(run));

  test.each([
    ['6.8.0', 'aliases: invalid map entry line 3'],
    ['7.8.0', 'aliases:3 invalid map entry'],
  ])('a table with a bad entry (%s)', (target, complaint) => {
    const directory = directoryWith({ aliases: 'root: me\n\nyou\n' });
    const stdin = `table t file:${directory}/aliases\naction "a" mbox alias <t>\nmatch for local action "a"\n`;
    const stdout = new RegExp(`^-:1:9: error: .*${directory}/${complaint}\\. .*\\[table-file\\]\n`);
    check({ args: ['--target', target, '-'], stdin, status: 1, stdout }, directory);
  });

  test('a line of 100 MB', () => {
    const files = { long: Buffer.concat([Buffer.from(GOOD), Buffer.alloc(1e8, 'x'), Buffer.from('\n')]) };
    const { stdout } = check({ args: ['long'], files, status: 1, stdout: /^long:3:1: error: .*\[string-too-long\]\n/ });
    expect(stdout.length).toBeLessThan(2000);
  });

  test('ten thousand errors: reading ends, which is an error of its own, in a report that is whole', () => {
    const files = { many: GOOD + 'action "a" mbox\n'.repeat(10_100) };
    const { stdout } = check({ args: ['--format', 'json', 'many'], files, status: 1, stdout: /^/ });
    const { diagnostics } = JSON.parse(stdout.toString()).files[0];
    expect(diagnostics).toHaveLength(10_001);
    expect(diagnostics.at(-1)).toMatchObject({ rule: 'too-many-errors', range: { start: { line: 10_002 } } });
  });

  test('fmt names a hundred statements with errors', () => {
    const stderr =
      /^(smtpd-lint: many:\d+: this statement has an error and is left as it is\n){100}smtpd-lint: many: 50 more statements have errors and are left as they are\n$/;
    check({ args: ['fmt', '--check', 'many'], files: { many: 'match nothing\n'.repeat(150) }, status: 0, stderr });
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', () => {
    const directory = directoryWith({ secret: GOOD });
    chmodSync(`${directory}/secret`, 0);
    check({ args: ['secret'], status: 3, stdout: NONE, stderr: /^smtpd-lint: secret: may not be read; / }, directory);
  });
});

/** Each a command for a shell, and all that it says. `$LINT` is the program. */
const SHELL: readonly (readonly [title: string, script: string, output: string])[] = [
  ['a reader that has gone', '{ $LINT bin; echo $? >&2; } | true', '1\n'],
  [
    'a directory as standard input',
    '$LINT - <. >/dev/null; echo $?',
    'smtpd-lint: -: is a directory; name a file\n3\n',
  ],
  [
    'a full device',
    '$LINT bad >/dev/full; echo $?',
    'smtpd-lint: the output cannot be written: ENOSPC: no space left on device, write\n3\n',
  ],
  [
    'a device without an end',
    '$LINT /dev/zero >/dev/null; echo $?',
    'smtpd-lint: /dev/zero: goes on for more than 256 MiB, which no configuration does; name a file that ends\n3\n',
  ],
  [
    'a named pipe that nobody writes to',
    `mkfifo pipe; echo 'include "pipe"' | $LINT -n -f /dev/stdin; echo $?`,
    'pushfile: pipe: a named pipe is not waited for; hand it in as /dev/stdin\n/dev/stdin:1: failed to include file pipe\nwarn: no rules, nothing to do\n1\n',
  ],
  ['a pipe as a file', 'cat good | $LINT -n -f /dev/stdin', 'configuration OK\n'],
  [
    'a directory that is not there',
    '$LINT compile -f good -o none/out; echo $?',
    'smtpd-lint: none/out: cannot be written: there is no such directory; make it, or correct the path\n3\n',
  ],
  [
    'a link to a file that is not there yet',
    'ln -s new link; $LINT compile -f good -o link; readlink link; head -n1 new',
    'new\n{\n',
  ],
  ['a full device for messages', '$LINT none >/dev/null 2>/dev/full; echo $?', '3\n'],
];

test.skipIf(process.getuid?.() === 0)('a file that may not be written stays as it is', () => {
  const directory = directoryWith({ a: GOOD.replace(' ', '  ') });
  chmodSync(`${directory}/a`, 0o444);
  check(
    { args: ['fmt', 'a'], status: 3, stderr: /^smtpd-lint: a: cannot be written: you may not write there; / },
    directory,
  );
  expect(readFileSync(`${directory}/a`, 'utf8')).toBe(GOOD.replace(' ', '  '));
});

describe.skipIf(process.platform !== 'linux')('bad output', () => {
  test.each(SHELL)('%s', (_, script, output) => {
    const cwd = directoryWith({ bin: BINARY, bad: BAD, good: GOOD });
    const command = script.replace('$LINT', '"$NODE" "$PROGRAM"');
    const env = { ...process.env, NODE: process.execPath, PROGRAM };
    const ended = spawnSync('sh', ['-c', `{ ${command}; } 2>&1`], { cwd, env, encoding: 'utf8' });
    expect(ended.stdout).toBe(output);
  });
});
