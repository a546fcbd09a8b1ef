import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, directoryWith, type Run } from './program.js';

const UGLY = 'action   "a"    mbox\nmatch  for local   action "a"\n';
const NEAT = 'action "a" mbox\nmatch for local action "a"\n';
const BROKEN = 'bogus   x\n';
const LEFT = 'this statement has an error and is left as it is\n';

/** `after`: what the files hold afterwards, where they change. */
const CASES: readonly (Run & { readonly title: string; readonly after?: Readonly<Record<string, string>> })[] = [
  { title: 'files', args: ['fmt', 'a', 'b'], files: { a: UGLY, b: NEAT }, status: 0, after: { a: NEAT } },
  { title: 'standard input', args: ['fmt', '-'], stdin: UGLY, status: 0, stdout: NEAT },
  {
    title: 'a check',
    args: ['fmt', '--check', 'a', 'b'],
    files: { a: UGLY, b: NEAT },
    status: 1,
    stdout: 'a: is not formatted\n',
  },
  { title: 'a check of a neat file', args: ['fmt', '--check', 'b'], files: { b: NEAT }, status: 0 },
  {
    title: 'a check of standard input',
    args: ['fmt', '--check', '-'],
    stdin: UGLY,
    status: 1,
    stdout: '-: is not formatted\n',
  },
  {
    title: 'an error in a file',
    args: ['fmt', 'a'],
    files: { a: `${BROKEN}${UGLY}` },
    status: 0,
    stderr: `smtpd-lint: a:1: ${LEFT}`,
    after: { a: `${BROKEN}${NEAT}` },
  },
  {
    title: 'a file that is missing, and the next',
    args: ['fmt', 'x', 'a'],
    files: { a: UGLY },
    status: 3,
    stderr: /^smtpd-lint: x: there is no such file; .*\n$/,
    after: { a: NEAT },
  },
  {
    title: 'a check with a file that is missing',
    args: ['fmt', '--check', 'x', 'a'],
    files: { a: UGLY },
    status: 3,
    stdout: 'a: is not formatted\n',
    stderr: /^smtpd-lint: x: /,
  },
  { title: 'a directory', args: ['fmt', '.'], status: 3, stderr: /^smtpd-lint: \.: is a directory; / },
  { title: 'a path below a file', args: ['fmt', 'a/b'], files: { a: UGLY }, status: 3, stderr: /^smtpd-lint: a\/b: / },
];

describe('fmt', () => {
  test.each(CASES)('$title', ({ after = {}, ...run }) => {
    const { directory } = check(run);
    const expected = { ...run.files, ...after };
    const actual = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]);
    expect(Object.fromEntries(actual)).toEqual(expected);
  });

  test('the bytes of a file that is not UTF-8', () => {
    const latin1 = (text: string) => Buffer.from(`# caf\xe9 \x80\n${text.replaceAll('"a"', '"\xe9"')}`, 'latin1');
    const { directory } = check({ args: ['fmt', 'a'], files: { a: latin1(UGLY) }, status: 0 });
    expect(readFileSync(join(directory, 'a'))).toEqual(latin1(NEAT));
    const { stdout } = check({ args: ['fmt', '-'], stdin: latin1(UGLY), status: 0, stdout: /./ });
    expect(stdout).toEqual(latin1(NEAT));
  });

  test('the mode, the link and the file that it names stay', () => {
    const directory = directoryWith({ a: UGLY });
    chmodSync(join(directory, 'a'), 0o640);
    symlinkSync('a', join(directory, 'link'));
    check({ args: ['fmt', 'link'], status: 0 }, directory);
    expect(lstatSync(join(directory, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe(NEAT);
    expect(statSync(join(directory, 'a')).mode & 0o7777).toBe(0o640);
    expect(readdirSync(directory).sort()).toEqual(['a', 'link']);
  });

  test('a neat file is not written', () => {
    const directory = directoryWith({ a: NEAT });
    const inode = statSync(join(directory, 'a')).ino;
    check({ args: ['fmt', 'a'], status: 0 }, directory);
    expect(statSync(join(directory, 'a')).ino).toBe(inode);
  });
});
