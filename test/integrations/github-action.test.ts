import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validateAction } from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BAD, directoryWith, type Files, GOOD } from '../cli/program.js';

const TEXT = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8');
const SCRIPT = fileURLToPath(new URL('../../scripts/github-action.sh', import.meta.url));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly id?: string; readonly env?: Readonly<Record<string, string>> }[];
  };
}
const ACTION = parse(TEXT) as Action;
const ENV = ACTION.runs.steps.find(({ id }) => id === 'check')?.env ?? {};

/** Runs the step as a runner does, with inputs in place of their expressions. */
function run(files: Files, inputs: Readonly<Record<string, string>> = {}) {
  const directory = directoryWith({ ...files, output: '' });
  const value = (expression: string): string => {
    const name = /inputs\.([a-z-]+)/.exec(expression)?.[1] ?? '';
    return inputs[name] ?? ACTION.inputs[name]?.default ?? '';
  };
  const env = Object.fromEntries(Object.entries(ENV).map(([name, expression]) => [name, value(expression)]));
  const ended = spawnSync('bash', [SCRIPT], {
    cwd: directory,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, GITHUB_OUTPUT: join(directory, 'output'), ...env },
  });
  return { ...ended, directory, output: readFileSync(join(directory, 'output'), 'utf8') };
}

describe('action.yml', () => {
  test('is an action, as the schema of GitHub has it', () => {
    expect(validateAction(TEXT)).toEqual({ actionType: 'action', errors: [] });
  });

  test('every input is used, and every variable of the step is read by its script', () => {
    for (const name of Object.keys(ACTION.inputs)) expect(TEXT).toContain(`inputs.${name}`);
    const script = readFileSync(SCRIPT, 'utf8');
    for (const name of Object.keys(ENV)) expect(script).toContain(`\${${name}:-`);
  });
});

describe('its step', () => {
  test('annotates, leaves SARIF behind, and fails', () => {
    const { status, stdout, stderr, output, directory } = run({ 'etc/mail/smtpd.conf': BAD, 'a b/smtpd.conf': GOOD });
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^::error file=etc\/mail\/smtpd\.conf,line=2,/);
    const [, path = ''] = /^sarif-file=(.*)\n$/.exec(output) ?? [];
    const log = JSON.parse(readFileSync(path, 'utf8'));
    expect(path).toContain(directory.slice(-6));
    expect(log.runs[0].artifacts.map((one: { location: { uri: string } }) => one.location.uri)).toEqual([
      'a%20b/smtpd.conf',
      'etc/mail/smtpd.conf',
    ]);
  });
  test('is quiet when all is well', () => {
    expect(run({ 'smtpd.conf': GOOD })).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
  test('takes patterns, options, a directory and a name for the report', () => {
    const inputs = {
      files: 'one.conf\n*.cfg\n',
      args: '--select=undefined-action\n--fail-on=warning',
      'sarif-file': 'out/x.sarif',
      'working-directory': 'sub',
    };
    const files = { 'sub/one.conf': BAD, 'sub/t w o.cfg': BAD, 'sub/smtpd.conf': 'bogus\n', 'sub/out': undefined };
    const { status, stdout, directory } = run({ 'sub/x': '', ...files }, inputs);
    expect([status, stdout.match(/^::error /gm)?.length]).toEqual([1, 2]);
    expect(existsSync(join(directory, 'sub/out/x.sarif'))).toBe(true);
  });
  test('says when there is nothing to check', () => {
    expect(run({}, { files: '*.nothing' })).toMatchObject({
      status: 2,
      stdout: '::error title=smtpd-lint::no file matches *.nothing; correct the input "files"\n',
      output: '',
    });
  });
});
