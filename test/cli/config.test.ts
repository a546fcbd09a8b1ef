import { describe, expect, test } from 'vitest';
import { check, type Files, type Run } from './program.js';

const YAML = `target: 6.8.0
ignore: [values]
rules:
  tag-unused: error
  unused-definition: { severity: warning, ignore: [x] }
overrides:
  - files: ['*.example']
    select: [lexical]
  - files: [etc/**]
    rules: { tag-unused: off }
`;
const FILES: Files = { '.smtpd-lint.yaml': YAML };

/** [the arguments, what a line of the answer is] */
const PRINTED: readonly (readonly [args: readonly string[], line: RegExp])[] = [
  [['a.conf'], /^# what holds for a\.conf; settings file: \.smtpd-lint\.yaml$/m],
  [['a.conf'], /^target: 6\.8\.0 +# \.smtpd-lint\.yaml:1$/m],
  [['a.conf'], /^platform: linux +# default$/m],
  [['a.conf'], /^failOn: error +# default$/m],
  [['a.conf'], /^# maxWarnings: no limit$/m],
  [['a.conf'], /^ {2}regex-unanchored: off +# \.smtpd-lint\.yaml:2$/m],
  [['a.conf'], /^ {2}tag-unused: \{ severity: error, ignore: \[\] \} +# \.smtpd-lint\.yaml:4$/m],
  [['a.conf'], /^ {2}unused-definition: \{ severity: warning, ignore: \["x"\] \} +# \.smtpd-lint\.yaml:5$/m],
  [['a.conf'], /^ {2}rule-shadowed: warning +# default$/m],
  [['a.example'], /^ {2}rule-shadowed: off +# \.smtpd-lint\.yaml:8$/m],
  [['a.example'], /^ {2}encoding: \w+ +# \.smtpd-lint\.yaml:8$/m],
  [['etc/a.conf'], /^ {2}tag-unused: \{ severity: off, ignore: \[\] \} +# \.smtpd-lint\.yaml:10$/m],
  [['--ignore', 'rule-shadowed', 'a.conf'], /^ {2}rule-shadowed: off +# --ignore$/m],
  [['--target', '7.8.0', 'a.conf'], /^target: 7\.8\.0 +# --target$/m],
  [['--max-warnings=3', '--fail-on=info', 'a.conf'], /^failOn: info +# --fail-on\nmaxWarnings: 3 +# --max-warnings$/m],
  [['--no-config', 'a.conf'], /^# what holds for a\.conf; settings file: none$/m],
  [['--stdin-filename=b.example', '-'], /^# what holds for b\.example;/m],
];

describe('config print', () => {
  test.each(PRINTED)('%j', (args, line) => {
    check({ args: ['config', 'print', ...args], files: FILES, status: 0, stdout: line });
  });

  test('what it prints is a settings file that means the same', () => {
    const first = check({ args: ['config', 'print', 'a.example'], files: FILES, status: 0, stdout: /./ }).stdout;
    const again = check({
      args: ['config', 'print', 'a.example'],
      files: { '.smtpd-lint.yaml': first },
      status: 0,
      stdout: /./,
    }).stdout;
    const values = (text: Buffer): string => text.toString().replaceAll(/ *# .*$/gm, '');
    expect(values(again)).toBe(values(first));
  });

  test('as JSON', () => {
    const args = ['config', 'print', '--format', 'json', 'a.conf'];
    const printed = JSON.parse(check({ args, files: FILES, status: 0, stdout: /./ }).stdout.toString());
    expect(printed).toMatchObject({
      version: 1,
      path: 'a.conf',
      settingsFile: '.smtpd-lint.yaml',
      target: { value: '6.8.0', source: '.smtpd-lint.yaml:1' },
      maxWarnings: { value: null, source: 'default' },
    });
    expect(printed.rules).toContainEqual({
      id: 'unused-definition',
      severity: 'warning',
      options: { ignore: ['x'] },
      source: '.smtpd-lint.yaml:5',
    });
  });
});

const OTHERS: readonly (Run & { readonly title: string })[] = [
  {
    title: 'settings that can be used',
    args: ['config', 'verify'],
    files: FILES,
    status: 0,
    stdout: '.smtpd-lint.yaml: OK\n',
  },
  {
    title: 'no settings',
    args: ['config', 'verify'],
    files: {},
    status: 0,
    stdout: 'no settings file here or above\n',
  },
  {
    title: 'settings that are not read',
    args: ['config', 'verify'],
    files: { ...FILES, '.smtpd-lint.json': '{}', 'package.json': '{"smtpd-lint":{}}' },
    status: 0,
    stdout: '.smtpd-lint.json: OK\n',
    stderr:
      '.smtpd-lint.json: .smtpd-lint.yaml beside it is not read\n.smtpd-lint.json: package.json beside it is not read\n',
  },
  {
    title: 'every fault, at its line',
    args: ['config', 'verify', 'x.yaml'],
    files: { 'x.yaml': 'failOn: none\nrulez: {}\nmaxWarnings: -1\n' },
    status: 2,
    stderr: `smtpd-lint: the settings cannot be read
x.yaml:1:9: failOn: must be one of error, warning, info
x.yaml:2:1: rulez: is not known here; known are $schema, target, platform, select, ignore, rules, failOn, maxWarnings, overrides
x.yaml:3:14: maxWarnings: must be >= 0
`,
  },
  {
    title: 'no file for print',
    args: ['config', 'print'],
    status: 2,
    stderr: /^smtpd-lint: config print takes one file/,
  },
  { title: 'another format', args: ['config', 'print', '--format=sarif', 'a'], status: 2, stderr: /use text or json/ },
  {
    title: 'nothing',
    args: ['config'],
    status: 2,
    stderr: 'smtpd-lint: config: use config print FILE or config verify\n',
  },
];

describe('config', () => {
  test.each(OTHERS)('$title', (run) => void check(run));
});
