import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../../cli/program.js';
import { OWNER, RunningServer } from '../running-server.js';

const CONFIG = `
listen on lo port 25
action "later" mda "cat >/dev/null; exit 75"
match from any for any action "later"
`;

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

function ctl(args: readonly string[], become: { uid?: number; gid?: number } = {}, input = ''): Ended {
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, 'ctl', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
    input,
    ...become,
  });
  return { stdout, stderr, status };
}

describe('smtpd-lint ctl', { shuffle: false }, () => {
  let server: RunningServer;
  let spool: string;
  const control = (...words: readonly string[]): Ended => ctl(['--spool', spool, ...words]);
  const ids = (): readonly string[] =>
    control('show', 'queue')
      .stdout.split('\n')
      .map((line) => line.slice(0, 16))
      .filter((id) => id !== '');

  beforeAll(async () => {
    server = await RunningServer.start(CONFIG);
    spool = join(server.directory, 'spool');
  });
  afterAll(() => server?.stop());

  test('schedules what waits: it is tried once more, at once', async () => {
    const recipient = `RCPT TO:<${OWNER.username}@a.example>`;
    await server.say('EHLO x', 'MAIL FROM:<>', recipient, 'DATA', 'Subject: x', '', '.', 'QUIT');
    await server.until(() => server.log.split('result=TempFail').length >= 2);
    expect(control('schedule', 'all')).toEqual({ stdout: '1 envelope scheduled\n', stderr: '', status: 0 });
    await server.until(() => server.log.split('result=TempFail').length >= 3);
  });

  test('counts: the statistics have the daemon’s names', () => {
    const { stdout } = control('show', 'stats');
    expect(stdout).toMatch(/^control\.session=1\n/);
    expect(stdout).toMatch(/^scheduler\.delivery\.tempfail=[2-9]$/m);
    expect(stdout).toMatch(/^scheduler\.envelope=1$/m);
    expect(stdout).toMatch(/^smtp\.session=0\nsmtp\.session\.inet4=1$/m);
    expect(stdout).toMatch(/^uptime=\d+\nuptime\.human=\w+\n$/m);
  });

  test('speaks JSON, a line an answer', () => {
    const { stdout } = control('--format', 'json', 'show', 'queue');
    const [{ type, entry }, ...others] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(others).toEqual([]);
    expect(type).toBe('envelope');
    expect(entry.envelope.id).toBe(ids()[0]);
    expect(entry.progress.retries).toBeGreaterThan(1);
    expect(JSON.parse(control('--format', 'json', 'show', 'status').stdout)).toEqual({
      type: 'status',
      mda: 'running',
      mta: 'running',
      smtp: 'running',
    });
  });

  const DONE = { type: 'succeeded' };
  const changes = (how: string) => ({ type: 'changed', count: 1, how });
  /** Words behind `ctl`, EVPID and MSGID being what is in the queue, and the lines that come. */
  const answers: readonly (readonly [words: string, lines: readonly unknown[], status?: number])[] = [
    ['show hosts', []],
    ['show routes', []],
    ['show relays', []],
    ['show hoststats', []],
    ['show queue MSGID', [expect.objectContaining({ type: 'envelope' })]],
    ['show envelope EVPID', [expect.objectContaining({ envelope: expect.anything(), progress: expect.anything() })]],
    ['pause envelope EVPID', [changes('paused')]],
    ['resume envelope MSGID', [changes('resumed')]],
    ['pause mta', [DONE]],
    ['pause mta', [{ type: 'failed' }], 1],
    ['show status', [{ type: 'status', mda: 'running', mta: 'paused', smtp: 'running' }]],
    ['resume mta', [DONE]],
    ['resume route all', [DONE]],
    ['log verbose', [DONE]],
    ['log brief', [DONE]],
    ['trace rules', [DONE]],
    ['untrace rules', [DONE]],
    ['update table none', [{ type: 'failed', why: 'there is no table "none"' }], 1],
    ['remove 0123456789abcdef', [{ type: 'changed', count: 0, how: 'removed' }]],
  ];
  test('speaks JSON for each of its verbs', { timeout: 60_000 }, () => {
    const [id = ''] = ids();
    for (const [words, lines, status = 0] of answers) {
      const said = words.replace('EVPID', id).replace('MSGID', id.slice(0, 8)).split(' ');
      const ended = control('--format', 'json', ...said);
      const told = ended.stdout.split('\n').filter((line) => line !== '');
      expect([words, told.map((line) => JSON.parse(line)), ended.status]).toEqual([words, lines, status]);
    }
    const statistics = control('--format', 'json', 'show', 'stats').stdout.trimEnd().split('\n');
    for (const line of statistics) {
      expect(JSON.parse(line)).toEqual({ type: 'statistic', name: expect.any(String), value: expect.any(Number) });
    }
  });

  test('holds clients back while smtp is paused', async () => {
    control('pause', 'smtp');
    const greeted = server.say('QUIT');
    expect(await Promise.race([greeted, Promise.resolve('not yet')])).toBe('not yet');
    expect(control('show', 'stats').stdout).toMatch(/^smtp\.session=0$/m);
    control('resume', 'smtp');
    expect((await greeted)[0]).toMatch(/^220 /);
  });

  test('an envelope that is paused stays so over a crash', async () => {
    const [id = ''] = ids();
    expect(control('pause', 'envelope', id).stdout).toBe('1 envelope paused\n');
    await server.kill();
    expect(control('show', 'queue').stdout).toMatch(new RegExp(`^${id}\\|inet4\\|mda\\|suspend\\|.*\\|offline\\|\\|`));
    await server.restart();
    expect(control('show', 'queue').stdout).toMatch(new RegExp(`^${id}\\|inet4\\|mda\\|suspend\\|`));
    expect(control('remove', id).stdout).toBe('1 envelope removed\n');
    expect(server.queue()).toEqual([]);
  });

  test('refuses a second server on the same spool', async () => {
    const config = join(server.directory, 'smtpd.conf');
    const ended = spawnSync(process.execPath, [PROGRAM, 'run', '-f', config, '--spool', spool], {
      encoding: 'utf8',
      uid: OWNER.uid,
      gid: OWNER.gid,
    });
    expect(ended.stderr).toMatch(/another server works on .*; stop it first/);
    expect(ended.status).toBe(3);
    expect(control('show', 'status').status).toBe(0);
  });

  test.runIf(process.getuid?.() === 0)('lets only the owner in', () => {
    const ended = ctl(['--spool', spool, 'show', 'stats'], { uid: 12345, gid: 12345 });
    expect(ended.stderr).toMatch(/^smtpd-lint: only the owner of .* may control the server that works on it\n$/);
    expect(ended.status).toBe(1);
  });
});

describe('ctl without a server', () => {
  const cases: readonly (readonly [args: readonly string[], stderr: RegExp, status: number])[] = [
    [['--spool', '/nonexistent', 'show', 'stats'], /^smtpd-lint: no server runs on \/nonexistent; start one with: /, 1],
    [['--spool', '/nonexistent', 'show', 'queue'], /^smtpd-lint: the queue in \/nonexistent cannot be read: /, 3],
    [['show', 'stats'], /^smtpd-lint: ctl needs --spool DIR/, 2],
    [['--spool', '/tmp', 'dance'], /^smtpd-lint: no command "dance"\nusage: smtpd-lint ctl --spool DIR/, 2],
    [['--spool', '/tmp', 'profile', 'imsg'], /^smtpd-lint: profile is not supported: /, 2],
    [['--format', 'xml', 'show', 'stats'], /^smtpd-lint: --format xml: use text or json\n$/, 2],
  ];
  test.each(cases)('%s', (args, stderr, status) => {
    expect(ctl(args)).toEqual({ stdout: '', stderr: expect.stringMatching(stderr), status });
  });

  test('encrypt makes hashes that crypt(3) checks, of a word or of each line', () => {
    const hash = /^\$6\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}$/;
    expect(ctl(['encrypt', 'secret']).stdout.trimEnd()).toMatch(hash);
    const lines = ctl(['encrypt'], {}, 'one\ntwo\n').stdout.trimEnd().split('\n');
    expect(lines).toEqual([expect.stringMatching(hash), expect.stringMatching(hash)]);
  });
});
