import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  analyze,
  applyMigration,
  type CompiledConfig,
  daemonCheck,
  describedWorld,
  migrateStatements,
} from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { Source } from '@smtpd-conf/grammar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEY_TEXT } from '../support/certificate.js';
import { askJudge, judgesToAsk } from '../support/judge.js';
import { describeWithJudge } from '../support/judge-suite.js';
import { Workspace } from '../support/judge-workspace.js';
import { FixtureWorld } from '../support/judge-world.js';
import { stub } from '../support/stubs.js';

/** Snippets of the handbook, what is said of each, and what should stand there. */
const HANDBOOK = fileURLToPath(new URL('../../fixtures/handbook/', import.meta.url));

interface Answer {
  /** `line: id: what is wrong`. */
  readonly problems: readonly string[];
  /** The snippet after `smtpd-lint migrate`, where it is of the grammar before 6.4. */
  readonly migrated?: string;
}

const NAMES = readdirSync(HANDBOOK).flatMap((file) => /^(\d-[a-z]+)\.conf$/.exec(file)?.[1] ?? []);
const read = (file: string): string => readFileSync(join(HANDBOOK, file), 'utf8');

/** A machine that has everything that the handbook names. */
const WORLD = describedWorld({
  hostname: 'mx.example.org',
  interfaces: { lo0: ['127.0.0.1'], em0: { addresses: ['192.0.2.1'], groups: ['egress'] } },
  files: {
    '/etc/mail/virtuals.db': 'not read here',
    '/etc/mail/certs/example.org.crt': 'not read here',
    '/etc/mail/certs/example.org.key': { text: KEY_TEXT, mode: '0600' },
    '/etc/mail/secrets': 'example user:password123\n',
    '/etc/mail/badsenders.txt': 'spammer@example.com\njunk@example.net\n',
  },
});

function answer(text: string): Answer {
  const source = new Source('smtpd.conf', text);
  const analysis = analyze(source, WORLD, { version: '7.8.0', platform: 'openbsd' });
  const problems = analysis.problems.map(({ id, what, place }) => {
    const line = place ? source.lines.positionAt(place.start).line : 0;
    return `${line}: ${id}: ${what}`;
  });
  const migrated = applyMigration(source, migrateStatements(analysis));
  return { problems, ...(migrated === text ? {} : { migrated }) };
}

describe('the handbook, section by section', () => {
  test.each(NAMES)('%s: what is said of it', (name) => {
    expect(answer(read(`${name}.conf`))).toEqual(JSON.parse(read(`${name}.json`)));
  });
  test.each(NAMES)('%s: what should stand there has its words in docs/handbook.md', (name) => {
    const page = readFileSync(new URL('../../docs/handbook.md', import.meta.url), 'utf8');
    const shown = read(`${name}.fixed.conf`)
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : `    ${line}`))
      .join('\n');
    expect(page).toContain(shown);
  });
});

for (const version of judgesToAsk()) {
  const files = NAMES.map((name) => `${name}.fixed.conf`);
  let workspace: Workspace;
  const prepare = (): void => {
    workspace = Workspace.create();
    for (const file of files) {
      const stubbed = stub(read(file));
      workspace.install(stubbed.files);
      workspace.write(file, stubbed.text);
    }
  };
  describe(`what should stand there, for ${version}`, () => {
    beforeAll(prepare);
    afterAll(() => workspace.remove());
    // Without makemap there is no database to check.
    test.each(files.filter((file) => !file.startsWith('4-') || existsSync('/usr/sbin/makemap')))(
      '%s is valid',
      (file) => {
        const world = new FixtureWorld(new SystemWorld(), workspace.directory);
        expect(daemonCheck(file, world, { version, platform: 'linux' })).toMatchObject({
          stderr: 'configuration OK\n',
          status: 0,
        });
      },
    );
  });
  describeWithJudge(version, `the handbook, corrected, for ${version}`, (judge) => {
    beforeAll(prepare);
    afterAll(() => workspace.remove());
    test('the daemon accepts all of it', async () => {
      const verdicts = await askJudge(judge, workspace.directory, files);
      expect(verdicts.map(({ stderr }, at) => [files[at], stderr])).toEqual(
        files.map((file) => [file, 'configuration OK\n']),
      );
    });
  });
}

describe('what should stand there does what the text promises', () => {
  const compile = (name: string): CompiledConfig =>
    analyze(new Source('smtpd.conf', read(`${name}.fixed.conf`)), WORLD, { version: '7.8.0', platform: 'openbsd' })
      .config;

  test('local mail stays, other mail goes out, and nobody else may send', () => {
    const { rules } = compile('1-basic');
    expect(rules.map(({ from, for: to, outcome }) => [from.table, to.table, outcome])).toEqual([
      ['<localhost>', '<localnames>', { type: 'action', action: 'local' }],
      ['<localhost>', '<anydestination>', { type: 'action', action: 'relay' }],
    ]);
  });
  test('the smarthost has a label, and the table a place for its password', () => {
    const { actions, tables } = compile('3-smarthost');
    const [relay] = actions;
    const host = tables.find((table) => relay?.type === 'relay' && table.name === relay.smarthost?.table);
    expect([relay, host?.entries]).toMatchObject([{ auth: 'secrets' }, [['smtp+tls://example@smtp.example.net:587']]]);
  });
  test('greylisting is left to a process that keeps in mind whom it has seen', () => {
    expect(compile('5-greylisting')).toMatchObject({ filters: [{ type: 'proc' }], listeners: [{ filter: 'rspamd' }] });
  });
  test('senders are refused when they are known', () => {
    const { filters, tables } = compile('6-senders');
    expect(filters).toMatchObject([
      {
        type: 'builtin',
        phase: 'mail-from',
        condition: { type: 'mail-from', negated: false },
        decision: { type: 'reject' },
      },
    ]);
    expect(tables.find(({ name }) => name === 'badsenders')?.entries).toEqual([
      ['spammer@example.com'],
      ['junk@example.net'],
    ]);
  });
  test('mail is signed where our own comes in, and nowhere else', () => {
    const { socket, listeners } = compile('7-dkim');
    expect([socket.filter, ...listeners.map(({ filter, auth }) => [filter, auth?.required])]).toEqual([
      'dkim',
      ['dkim', true],
    ]);
  });
});

describe.skipIf(!existsSync('/usr/sbin/makemap'))('makemap as the handbook should call it', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'smtpd-handbook-'));
    writeFileSync(join(directory, 'virtuals'), 'info@example.org      alice\nadmin@example.org     bob\n');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('writes the database over what a redirection makes, which is left where it fails', () => {
    const call = (path: string): number | null =>
      spawnSync('sh', ['-c', `/usr/sbin/makemap -t aliases ${path} > ${path}.db`], { cwd: directory }).status;
    writeFileSync(join(directory, 'good'), 'info@example.org      alice\n');
    writeFileSync(join(directory, 'bad'), 'info@example.org\n');
    expect([call('good'), call('bad')]).toEqual([0, 1]);
    expect(readFileSync(join(directory, 'good.db')).length).toBeGreaterThan(1000);
    expect(readFileSync(join(directory, 'bad.db')).length).toBe(0);
  });

  test('writes the database beside the file, and nothing to its output', () => {
    const out = execFileSync('/usr/sbin/makemap', ['-t', 'aliases', join(directory, 'virtuals')]);
    expect([out.length, existsSync(join(directory, 'virtuals.db'))]).toEqual([0, true]);
  });
});
