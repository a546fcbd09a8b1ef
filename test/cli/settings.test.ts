import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../../checker/src/index.js';
import { BAD, check, type Files, type Run } from './program.js';

const RELATIVE = 'include "part.conf"\naction "a" mbox\nmatch for local action "a"\n';
const FILES: Files = { 'main.conf': RELATIVE, 'part.conf': '' };
const clean = '1 file checked, nothing found\n';
const warned = /: warning: .*\[include-relative\]\n[\s\S]*0 errors, 1 warning\n$/;

/** The file with a warning, under settings. */
const SETTINGS: readonly (Pick<Run, 'stdout' | 'stderr'> & {
  readonly title: string;
  readonly files: Files;
  readonly args?: readonly string[];
  readonly status?: number;
})[] = [
  { title: 'none', files: {}, stdout: warned },
  { title: 'a rule turned off', files: { '.smtpd-lint.json': '{"rules":{"include-relative":"off"}}' }, stdout: clean },
  { title: 'a category ignored', files: { '.smtpd-lint.yaml': 'ignore: [settings]\n' }, stdout: clean },
  {
    title: 'other rules selected',
    files: { '.smtpd-lint.yml': 'select: [open-relay]\n' },
    status: 2,
    stderr: /there is no rule/,
  },
  { title: 'one rule selected', files: { '.smtpd-lint.yml': 'select: [include-relative]\n' }, stdout: warned },
  {
    title: 'another severity',
    files: { '.smtpd-lint.yaml': 'rules:\n  include-relative: error\n' },
    status: 1,
    stdout: /: error: .*\[include-relative\]/,
  },
  { title: 'in package.json', files: { 'package.json': '{"smtpd-lint":{"ignore":["all"]}}' }, stdout: clean },
  { title: 'a package.json of others', files: { 'package.json': '{"name":"x"}' }, stdout: warned },
  { title: 'a broken package.json of others', files: { 'package.json': '{' }, stdout: warned },
  {
    title: 'json before yaml',
    files: { '.smtpd-lint.json': '{}', '.smtpd-lint.yaml': 'ignore: [all]\n' },
    stdout: warned,
  },
  {
    title: 'a file of another name',
    files: { 'a.yaml': 'ignore: [all]\n' },
    args: ['--config', 'a.yaml'],
    stdout: clean,
  },
  { title: 'no settings', files: { '.smtpd-lint.yaml': 'ignore: [all]\n' }, args: ['--no-config'], stdout: warned },
  {
    title: 'an override',
    files: { '.smtpd-lint.yaml': 'overrides:\n- files: [main.*]\n  ignore: [all]\n' },
    stdout: clean,
  },
  {
    title: 'an override for others',
    files: { '.smtpd-lint.yaml': 'overrides:\n- files: [etc/**]\n  ignore: [all]\n' },
    stdout: warned,
  },
  {
    title: 'the command line wins',
    files: { '.smtpd-lint.yaml': 'ignore: [all]\n' },
    args: ['--select', 'include-relative'],
    stdout: warned,
  },
  {
    title: 'fail on warnings in some files',
    files: { '.smtpd-lint.yaml': 'overrides:\n  - files: ["*.conf"]\n    failOn: warning\n' },
    status: 1,
    stdout: warned,
  },
  {
    title: 'fail on warnings elsewhere',
    files: { '.smtpd-lint.yaml': 'failOn: warning\noverrides:\n  - files: ["*.conf"]\n    failOn: error\n' },
    status: 0,
    stdout: warned,
  },
  { title: 'fail on warnings', files: { '.smtpd-lint.yaml': 'failOn: warning\n' }, status: 1, stdout: warned },
  { title: 'no warnings', files: { '.smtpd-lint.yaml': 'maxWarnings: 0\n' }, status: 1, stdout: warned },
  { title: 'a target', files: { '.smtpd-lint.yaml': 'target: "6.0"\n' }, status: 1, stdout: /main.conf:2:/ },
  {
    title: 'a misspelt key, at its line',
    files: { '.smtpd-lint.yaml': 'ignore: []\nrulez: {}\n' },
    status: 2,
    stderr: /the settings cannot be read\n\.smtpd-lint\.yaml:2:1: .*rulez/,
  },
  {
    title: 'a wrong value, at its line',
    files: { '.smtpd-lint.json': '{\n  "rules": {\n    "include-relative": "loud"\n  }\n}' },
    status: 2,
    stderr: /^.*\n\.smtpd-lint\.json:3:\d+: .*include-relative/,
  },
  {
    title: 'no YAML',
    files: { '.smtpd-lint.yaml': 'rules:\n  a: [\n' },
    status: 2,
    stderr: /the settings cannot be read\n\.smtpd-lint\.yaml:\d:\d: /,
  },
  {
    title: 'a misspelt rule, at its line',
    files: { '.smtpd-lint.yaml': 'rules:\n  incude-relative: off\n' },
    status: 2,
    stderr:
      /\n\.smtpd-lint\.yaml:2:3: there is no rule or category "incude-relative"; did you mean include-relative\?\n/,
  },
  {
    title: 'the severity of a rule as an object',
    files: { '.smtpd-lint.yaml': 'rules:\n  include-relative: { severity: error }\n' },
    status: 1,
    stdout: /: error: .*\[include-relative\]/,
  },
  {
    title: 'an option that the rule has not, at its line',
    files: { '.smtpd-lint.yaml': 'rules:\n  include-relative:\n    severity: off\n    ports: [25]\n' },
    status: 2,
    stderr: /\n\.smtpd-lint\.yaml:4:5: rules\.include-relative\.ports: is not known here; known are [\w, -]+\n/,
  },
  {
    title: 'an option with a wrong value, at its line',
    files: { '.smtpd-lint.json': '{"rules": {\n"submission-no-auth": {"ports": [25,\n70000]}}}' },
    status: 2,
    stderr: /\n\.smtpd-lint\.json:3:1: rules\.submission-no-auth\.ports\.1: must be <= 65535\n/,
  },
  {
    title: 'what would be right in place of a wrong word',
    files: { 'package.json': '{\n"smtpd-lint": {"failOn": "never"}}' },
    status: 2,
    stderr: /\npackage\.json:2:\d+: smtpd-lint\.failOn: must be one of error, warning, info\n/,
  },
  {
    title: 'a release that there is not, at its line',
    files: { '.smtpd-lint.yaml': 'ignore: []\ntarget: "5.0"\n' },
    status: 2,
    stderr: /^smtpd-lint: the settings cannot be used\n\.smtpd-lint\.yaml:2:9: target 5\.0: no release /,
  },
  {
    title: 'a file that is missing',
    files: {},
    args: ['--config', 'none.yaml'],
    status: 3,
    stderr: /^smtpd-lint: none\.yaml: there is no such file/,
  },
];

describe('the settings', () => {
  test.each(SETTINGS)('$title', ({ files, args = [], status = 0, ...output }) => {
    check({ args: [...args, 'main.conf'], files: { ...FILES, ...files }, status, ...output });
  });
});

const OPTIONS: readonly (Run & { readonly title: string })[] = [
  { title: '--ignore', args: ['--ignore', 'include-relative,undefined-action', 'main.conf'], status: 0, stdout: clean },
  { title: '--select', args: ['--select=undefined-action', 'main.conf'], status: 0, stdout: clean },
  { title: '--max-warnings above', args: ['--max-warnings', '1', 'main.conf'], status: 0, stdout: warned },
  { title: '--max-warnings below', args: ['--max-warnings', '0', 'main.conf'], status: 1, stdout: warned },
  { title: '--quiet', args: ['--quiet', 'main.conf'], status: 0, stdout: clean },
  {
    title: '--quiet, and still too many warnings',
    args: ['-q', '--max-warnings=0', 'main.conf'],
    status: 1,
    stdout: clean,
  },
  {
    title: '--statistics',
    args: ['--statistics', 'main.conf'],
    status: 0,
    stdout: '     1  warning  include-relative\n',
  },
  {
    title: '--stdin-filename, in the report and for overrides',
    args: ['--stdin-filename', 'etc/smtpd.conf', '-'],
    files: { '.smtpd-lint.yaml': 'overrides:\n- files: [etc/**]\n  rules: { undefined-action: info }\n' },
    stdin: BAD,
    status: 0,
    stdout: /^etc\/smtpd\.conf:2:22: info: /,
  },
  {
    title: 'suppressions in the file',
    args: ['a'],
    files: { a: BAD.replace('\nm', '\n# smtpd-lint disable-next-line=undefined-action -- tested\nm') },
    status: 0,
    stdout: clean,
  },
  {
    title: 'FORCE_COLOR',
    args: ['main.conf'],
    env: { FORCE_COLOR: '1' },
    status: 0,
    stdout: new RegExp(`: ${String.fromCharCode(27)}\\[33;1mwarning`),
  },
  {
    title: 'NO_COLOR',
    args: ['main.conf'],
    env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    status: 0,
    stdout: /: warning: /,
  },
];

describe('the options', () => {
  test.each(OPTIONS)('$title', ({ files, ...run }) => void check({ ...run, files: { ...FILES, ...files } }));
});

/** Each warns of something; the settings say that it is meant. */
const RULE_OPTIONS: readonly (readonly [rule: string, config: string, options: string])[] = [
  ['unused-definition', 'table t_one { "x" }\nmatch for local reject\n', 'ignore: ["t_*"]'],
  ['tag-unused', 'listen on lo tag Log.1\nmatch for local reject\n', 'ignore: [Log.1]'],
];

describe('the options of rules', () => {
  test.each(RULE_OPTIONS)('%s', (rule, config, options) => {
    const args = ['--select', rule, 'a'];
    const found = new RegExp(`\\[${rule}\\]`);
    check({ args, files: { a: config }, status: 0, stdout: found });
    const yaml = `rules: { ${rule}: { ${options} } }\n`;
    check({ args, files: { a: config, '.smtpd-lint.yaml': yaml }, status: 0, stdout: clean });
    check({
      args,
      files: { a: config, '.smtpd-lint.yaml': yaml.replace(/[t_L*og.1]+(?="?\])/, 'other') },
      status: 0,
      stdout: found,
    });
  });
});

test('the published schema of settings is current (else: npm run write:schema)', () => {
  const published = new URL('../../docs/schema/settings.schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(settingsSchema())));
});
