import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BAD, check, GOOD } from '../cli/program.js';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly pass_filenames?: boolean;
}

const HOOKS = parse(readFileSync(new URL('../../.pre-commit-hooks.yaml', import.meta.url), 'utf8')) as readonly Hook[];

/** What pre-commit's documentation says a hook has (https://pre-commit.com/#creating-new-hooks), as far as we use it. */
const MANIFEST = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'name', 'entry', 'language'],
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      description: { type: 'string' },
      entry: { type: 'string' },
      language: { const: 'node' },
      files: { type: 'string', format: 'regex' },
      types: { type: 'array', items: { enum: ['file', 'text'] } },
      pass_filenames: { type: 'boolean' },
    },
  },
};

const NAMES = ['smtpd.conf', 'etc/mail/smtpd.conf', 'hosts/mx1.smtpd.conf', 'sshd.conf', 'xsmtpd.conf', 'a/b.txt'];
const POLICY = 'a.smtpd-test.yaml';

const TESTS = `config: etc/mail/smtpd.conf
tests:
  - name: strangers are refused
    session: { from: socket, mailFrom: a@b.example, rcptTo: c@d.example }
    expect: { decision: reject }
`;

describe('.pre-commit-hooks.yaml', () => {
  test('has the shape that pre-commit wants', () => {
    const validate = new Ajv({ formats: { regex: (text: string) => Boolean(new RegExp(text)) } }).compile(MANIFEST);
    expect(validate(HOOKS), JSON.stringify(validate.errors)).toBe(true);
    expect(new Set(HOOKS.map(({ id }) => id)).size).toBe(HOOKS.length);
  });

  test.each(HOOKS)('$id is for configurations, wherever they are', ({ files, pass_filenames }) => {
    const taken = [...NAMES, POLICY].filter((name) => new RegExp(files).test(name));
    expect(taken).toEqual([...NAMES.slice(0, 3), ...(pass_filenames === false ? [POLICY] : [])]);
  });

  /** Runs a hook as pre-commit does: its entry, and behind it the names. */
  const run = (id: string, text: string, status: number, output: RegExp, stderr: string | RegExp = '') => {
    const hook = HOOKS.find((one) => one.id === id);
    const [program, ...args] = hook?.entry.split(' ') ?? [];
    expect(program).toBe('smtpd-lint');
    const names = hook?.pass_filenames === false ? [] : ['etc/mail/smtpd.conf'];
    const files = { 'etc/mail/smtpd.conf': text, 'p.smtpd-test.yaml': TESTS };
    const { directory } = check({ args: [...args, ...names], files, status, stdout: output, stderr });
    return readFileSync(`${directory}/etc/mail/smtpd.conf`, 'utf8');
  };

  test('smtpd-lint refuses what has errors', () => {
    run('smtpd-lint', BAD, 1, /\[undefined-action\]/);
    run('smtpd-lint', GOOD, 0, /nothing found/);
  });
  test('smtpd-lint-fix mends, so that pre-commit sees a change', () => {
    expect(run('smtpd-lint-fix', `${GOOD}expire 1d\n`, 0, /nothing found/)).toBe(`${GOOD}queue ttl 1d\n`);
  });
  test('smtpd-lint-fmt lays out', () => {
    expect(run('smtpd-lint-fmt', GOOD.replace(' mbox', '   mbox'), 0, /.*/)).toBe(GOOD);
  });
  test('smtpd-lint-test runs the policy tests', () => {
    run('smtpd-lint-test', GOOD, 0, /^1 test, 0 failed$/m);
    run('smtpd-lint-test', BAD, 1, /^$/, /smtpd\.conf cannot be simulated/);
  });

  test('the package has what the hook calls', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(manifest.bin).toEqual({ 'smtpd-lint': 'cli/dist/smtpd-lint.cjs' });
    expect(manifest.files).toEqual(['cli/dist/smtpd-lint.cjs', 'cli/dist/chunks']);
    // pre-commit takes all that npm pack prints for the name of the package.
    expect(Object.keys(manifest.scripts)).not.toContain('prepack');
    expect(Object.keys(manifest.scripts)).not.toContain('prepare');
    expect(manifest.scripts.dependencies).toBe('node scripts/build-once.mjs');
  });
});
