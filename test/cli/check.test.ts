import { describe, expect, test } from 'vitest';
import { BAD, check, GOOD, type Run } from './program.js';

const NOT_ABOVE = /There is no action "b" above this rule\. /;
const BAD_STATEMENT = `bad.conf:2:22: error: ${NOT_ABOVE.source}.* \\[undefined-action\\]
  2 \\| match for any action "b"
    \\|                      ~~~
`;

const TEXT: readonly (Run & { readonly title: string })[] = [
  {
    title: 'a finding with its line',
    args: ['bad.conf'],
    files: { 'bad.conf': BAD },
    status: 1,
    stdout: new RegExp(`^${BAD_STATEMENT}\n1 file checked: 1 error, 0 warnings\n$`),
  },
  {
    title: 'several files, and one that is missing',
    args: ['good.conf', 'none.conf', 'bad.conf'],
    files: { 'good.conf': GOOD, 'bad.conf': BAD },
    status: 3,
    stdout: new RegExp(`^${BAD_STATEMENT}\n2 files checked: 1 error, 0 warnings\n$`),
    stderr: /^smtpd-lint: none\.conf: there is no such file; .*\n$/,
  },
  {
    title: 'standard input',
    args: ['-'],
    stdin: BAD,
    status: 1,
    stdout: /^-:2:22: error: [\s\S]*\n1 file checked: 1 error, 0 warnings\n$/,
  },
  {
    title: 'a finding in an included file, under its name',
    args: ['--ignore', 'include-relative', 'main.conf'],
    files: { 'main.conf': 'include "part.conf"\n', 'part.conf': BAD },
    status: 1,
    stdout: new RegExp(`^part.conf:2:22: error: ${NOT_ABOVE.source}`),
  },
  {
    title: 'all findings, not only the first',
    args: ['--fail-on', 'warning', 'bad.conf'],
    files: { 'bad.conf': `bogus\n${BAD}` },
    status: 1,
    stdout: /^bad\.conf:1:[\s\S]*^bad\.conf:3:22: [\s\S]*^1 file checked: 2 errors, 0 warnings\n$/m,
  },
  {
    title: 'control characters of a file, which do not reach the terminal',
    args: ['esc.conf'],
    files: { 'esc.conf': Buffer.from(`action "a" mbox \x1b[2J \x9b\n${GOOD}`, 'latin1') },
    status: 1,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    stdout: /^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$/,
  },
];

describe('the text report', () => {
  test.each(TEXT)('$title', (run) => void check(run));
});

/** [the value of --fail-on, the status for a file with a warning] */
const THRESHOLDS = [
  ['error', 0],
  ['warning', 1],
  ['info', 1],
] as const;

describe('--fail-on', () => {
  test.each(THRESHOLDS)('%s ends with %d for a warning', (threshold, status) => {
    const stdout = /^a:3:1: warning: .*\[nul-byte\]\n[\s\S]*\n1 file checked: 0 errors, 1 warning\n$/;
    check({ args: ['--fail-on', threshold, 'a'], files: { a: `${GOOD}\0junk` }, status, stdout });
  });
});

describe('the JSON report', () => {
  const finding = (path?: string) => ({
    rule: 'undefined-action',
    severity: 'error',
    message: expect.stringMatching(NOT_ABOVE),
    ...(path === undefined ? {} : { path }),
    range: { start: { line: 2, column: 22 }, end: { line: 2, column: 25 } },
    related: [],
    fixes: [],
  });
  const file = (path: string, ...diagnostics: object[]) => ({ path, dialect: 'modern', diagnostics });

  function checkJson(run: Omit<Run, 'stdout'>, files: readonly object[], errors: number): void {
    const { stdout } = check({ ...run, args: ['--format', 'json', ...run.args], stdout: /^\{[\s\S]*\}\n$/ });
    expect(JSON.parse(stdout.toString())).toEqual({ version: 1, files, summary: { errors, warnings: 0, infos: 0 } });
  }

  test('of a good file', () => {
    checkJson({ args: ['a'], files: { a: GOOD }, status: 0 }, [file('a')], 0);
  });
  test('of several files', () => {
    const files = { a: GOOD, b: BAD };
    checkJson({ args: ['b', 'a'], files, status: 1 }, [file('b', finding()), file('a')], 1);
  });
  test('of an include', () => {
    const files = { a: 'include "b"\nmatch for local action "a"\n', b: BAD };
    checkJson({ args: ['--ignore', 'include-relative', 'a'], files, status: 1 }, [file('a', finding('b'))], 1);
  });
  test('of standard input', () => {
    checkJson({ args: ['-'], stdin: BAD, status: 1 }, [file('-', finding())], 1);
  });
  test('without the file that cannot be read', () => {
    checkJson({ args: ['none', 'a'], files: { a: GOOD }, status: 3, stderr: /^smtpd-lint: none: / }, [file('a')], 0);
  });
  test('columns are UTF-16 code units', () => {
    const rule = 'match mail-from "😀" for any action "b"';
    const stdin = `action "a" mbox\n${rule}\n`;
    const { stdout } = check({ args: ['--format', 'json', '-'], stdin, status: 1, stdout: /./ });
    const [{ diagnostics }] = JSON.parse(stdout.toString()).files;
    expect(diagnostics[0].range.start).toEqual({ line: 2, column: rule.indexOf('"b"') + 1 });
  });
  test('of the grammar from before 6.4', () => {
    const stdin = 'accept from any for local deliver to mbox\n';
    const { stdout } = check({ args: ['--format', 'json', '-'], stdin, status: 1, stdout: /./ });
    const [{ dialect, diagnostics }] = JSON.parse(stdout.toString()).files;
    expect([dialect, diagnostics[0].rule]).toEqual(['legacy', 'legacy-grammar']);
  });
});
