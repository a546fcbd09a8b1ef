import { describe, test } from 'vitest';
import { BAD, check, GOOD, type Run } from './program.js';

/** What the messages are is for test/parity to say; here, where they go. */
const CASES: readonly (Omit<Run, 'stdout'> & { readonly title: string })[] = [
  { title: 'a good file', args: ['-n', '-f', 'a'], files: { a: GOOD }, status: 0, stderr: 'configuration OK\n' },
  {
    title: 'a bad file',
    args: ['-n', '-f', 'a'],
    files: { a: BAD },
    status: 1,
    stderr: 'a:2: no such dispatcher: b\nwarn: no rules, nothing to do\n',
  },
  {
    title: 'a release that does not know it yet',
    args: ['-n', '--target', '6.8.0', '-f', 'a'],
    files: { a: `action "r" relay tls protocols "TLSv1.2"\n${GOOD}` },
    status: 1,
    stderr: 'a:1: syntax error\n',
  },
  { title: 'no file', args: ['-n', '-f', 'x'], status: 1, stderr: 'pushfile: x: No such file or directory\n' },
  { title: 'a file named -', args: ['-nf', '-'], stdin: GOOD, status: 1, stderr: /^pushfile: -: No such file/ },
  { title: 'a directory', args: ['-n', '-f', '.'], status: 1, stderr: 'warn: no rules, nothing to do\n' },
];

describe('the check of the daemon', () => {
  test.each(CASES)('$title', (run) => void check(run));
});
