import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, type Run } from './program.js';

const OLD = 'accept from any for local deliver to mbox # all\n';
const NEW = 'action "local" mbox\nmatch from any for local action "local" # all\n';

/** What the dry run says of a file that changed and decides as before. */
const ALIKE = /^(?:a|-|b): 1000 envelopes decided as before; 1 of 1 rules took part\n$/;

const CASES: readonly (Run & { readonly title: string })[] = [
  { title: 'to stdout', args: ['migrate', 'a'], files: { a: OLD }, status: 0, stdout: NEW, stderr: ALIKE },
  { title: 'standard input', args: ['migrate', '-'], stdin: OLD, status: 0, stdout: NEW, stderr: ALIKE },
  { title: 'a file of today', args: ['migrate', 'a'], files: { a: NEW }, status: 0, stdout: NEW },
  {
    title: 'what has no exact equivalent',
    args: ['migrate', 'a'],
    files: { a: 'accept for any relay via "secure://h"\n' },
    status: 1,
    stdout:
      /^# migrated: secure:.*\naction "smarthost" relay host smtps:\/\/h tls no-verify\nmatch for any action "smarthost"\n$/,
    stderr:
      /^a:1:1: warning: secure:.* \[legacy-inexact\]\na: 1000 envelopes decided as before; 1 of 1 rules took part\n$/,
  },
  {
    title: 'a statement with an error',
    args: ['migrate', 'a'],
    files: { a: `accept for any relay vai h\n${OLD}` },
    status: 1,
    stdout: `accept for any relay vai h\n${NEW}`,
    stderr:
      /^a:1:1: warning: .*left as it is \[legacy-inexact\]\na:1:1: error: after migrating: [\s\S]*\na: not compared with what it was: it has errors\n$/,
  },
  { title: 'no file', args: ['migrate'], status: 2, stderr: /migrate takes one file/ },
  {
    title: 'an old target',
    args: ['migrate', '--target', '6.0', 'a'],
    files: { a: OLD },
    status: 2,
    stderr: /6\.4 and later/,
  },
  { title: 'a missing file', args: ['migrate', 'x'], status: 3, stderr: /x: there is no such file/ },
];

describe('migrate', () => {
  test.each(CASES)('$title', (run) => {
    check(run);
  });
  test('-o writes what stdout would get', () => {
    const { directory } = check({ args: ['migrate', '-o', 'b', 'a'], files: { a: OLD }, status: 0, stderr: ALIKE });
    expect(readFileSync(join(directory, 'b'), 'utf8')).toBe(NEW);
  });
});
