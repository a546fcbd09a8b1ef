import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, GOOD } from './program.js';

const OLD = `${GOOD}expire 1d\n`;
const NEW = `${GOOD}queue ttl 1d\n`;
const UNSAFE = 'accept for any relay via "secure://h"\n';

describe('fixes', () => {
  test('--fix mends the file, and once more changes nothing', () => {
    const { directory } = check({
      args: ['--fix', 'a'],
      files: { a: OLD },
      status: 0,
      stdout: '1 file checked, nothing found\n',
    });
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe(NEW);
    check({ args: ['--fix', 'a'], status: 0, stdout: /nothing found/ }, directory);
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe(NEW);
  });
  test('--fix of standard input', () => {
    check({ args: ['--fix', '-'], stdin: OLD, status: 0, stdout: NEW, stderr: '1 file checked, nothing found\n' });
  });
  test('--fix leaves what somebody must look at', () => {
    const { directory } = check({ args: ['--fix', 'a'], files: { a: UNSAFE }, status: 1, stdout: /--fix-unsafe: / });
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe(UNSAFE);
    check({ args: ['--fix-unsafe', '--fail-on', 'error', 'a'], status: 0, stdout: /./ }, directory);
    expect(readFileSync(join(directory, 'a'), 'utf8')).toContain('relay host smtps://h');
  });
  test('--diff shows a patch and writes nothing', () => {
    const stdout =
      '--- a\n+++ a\n@@ -1,3 +1,3 @@\n action "a" mbox\n match for local action "a"\n-expire 1d\n+queue ttl 1d\n';
    const { directory } = check({
      args: ['--diff', 'a'],
      files: { a: OLD },
      status: 1,
      stdout,
      stderr: /legacy-grammar/,
    });
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe(OLD);
  });
  test('what a comment suppresses stays', () => {
    const kept = `${GOOD}expire 1d # smtpd-lint disable-line=legacy-grammar -- later\n`;
    const { directory } = check({ args: ['--fix', 'a'], files: { a: kept }, status: 0, stdout: /./ });
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe(kept);
  });
});

describe('what rules are', () => {
  test('explain', () => {
    check({
      args: ['explain', 'include-relative'],
      status: 0,
      stdout: /^include-relative \(warning, settings\)\n[\s\S]*\nBad:\n {4}/,
    });
    check({
      args: ['explain', 'nothing'],
      status: 2,
      stderr: /there is no rule "nothing"; `smtpd-lint rules` lists them\n/,
    });
    check({ args: ['explain', 'include-relativ'], status: 2, stderr: /lists them; did you mean include-relative\?\n/ });
  });
  test('rules', () => {
    const { stdout } = check({ args: ['rules', '--format', 'json'], status: 0, stdout: /./ });
    expect(JSON.parse(stdout.toString())).toContainEqual(expect.objectContaining({ id: 'include-relative' }));
    check({
      args: ['rules', '--format', 'md'],
      status: 0,
      stdout: /^\| `include-relative` \| warning \| settings \| /m,
    });
    check({ args: ['rules', '--format', 'xml'], status: 2, stderr: /use one of text, json, md/ });
  });
});
