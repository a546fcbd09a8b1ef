import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkInWorkers } from '../../cli/src/check/worker-pool.js';
import { progressOn } from '../../cli/src/progress.js';
import { BAD, check, directoryWith, type Files, GOOD } from './program.js';

const PATHS = Array.from({ length: 150 }, (_, index) => `f${index}.conf`);
const FILES: Files = Object.fromEntries(
  PATHS.map((path, index) => [path, index % 3 === 0 ? `# ${index}\n${BAD}` : GOOD]),
);

describe('many files in one call', () => {
  test('are reported as in small calls, in their order', () => {
    const directory = directoryWith(FILES);
    const reportOf = (paths: readonly string[]) =>
      JSON.parse(check({ args: ['--format=json', ...paths], status: 1, stdout: /./ }, directory).stdout.toString());
    const parts = [0, 50, 100].map((from) => reportOf(PATHS.slice(from, from + 50)));
    const whole = reportOf(PATHS);
    expect(whole.files).toEqual(parts.flatMap(({ files }) => files));
    expect(whole.summary).toEqual({ errors: 50, warnings: 0, infos: 0 });
  });

  test('one that is missing is said, and the others are checked', () => {
    check({
      args: [...PATHS, 'none.conf'],
      files: FILES,
      status: 3,
      stdout: /\n150 files checked: 50 errors, 0 warnings\n$/,
      stderr: /^smtpd-lint: none\.conf: there is no such file; .*\n$/,
    });
  });

  test('with settings and options that every thread reads', () => {
    const files = { ...FILES, '.smtpd-lint.yaml': 'overrides: [{ files: [f3.*], ignore: [all] }]\n' };
    const args = ['--select=undefined-action', '--max-warnings=1', ...PATHS];
    check({ args, files, status: 1, stdout: /\n150 files checked: 50 errors, 0 warnings\n$/ });
    check({
      args: ['--statistics', ...PATHS],
      files,
      status: 1,
      stdout: /^ {4}49 {2}error {4}undefined-action$/m,
    });
  });
});

/** A worker that answers, and at certain names throws, ends, or hangs on to what it was sent before. */
const WORKER = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ index, path }) => {
  if (path === 'throws') throw new Error('boom');
  if (path === 'ends') process.exit(0);
  parentPort.postMessage({ index, checked: { outcome: 'unreadable', message: path, status: index } });
});
`;

describe('a thread that dies', () => {
  test.each([
    ['throws', 'boom'],
    ['ends', 'the thread that checked it ended'],
  ])('because something %s is an internal error of one file', async (name, reason) => {
    const directory = directoryWith({ 'worker.cjs': WORKER });
    const paths = Array.from({ length: 20 }, (_, index) => (index === 3 || index === 11 ? name : `f${index}`));
    const checked = await checkInWorkers(paths, 2, { script: join(directory, 'worker.cjs'), argv: [] });
    for (const [index, one] of checked.entries()) {
      if (paths[index] !== name) expect(one).toEqual({ outcome: 'unreadable', message: paths[index], status: index });
      else {
        expect(one).toMatchObject({
          outcome: 'crashed',
          report: { path: name, diagnostics: [{ rule: 'internal-error', message: expect.stringContaining(reason) }] },
        });
      }
    }
  });
});

describe('progress', () => {
  const shown = (isTTY: boolean, times: readonly number[]): string => {
    let written = '';
    let at = 0;
    const stream = { isTTY, columns: 40, write: (text: string) => (written += text) } as unknown as NodeJS.WriteStream;
    const progress = progressOn(stream, () => times[at++] ?? Number.POSITIVE_INFINITY);
    for (const done of times.slice(1).keys())
      progress.show(() => `${done} of 9 files checked, now a-very-long-name-${done}.conf`);
    progress.end();
    return written.replaceAll('\r\x1b[K', '<');
  };
  test('is shown on a terminal, after a second, not too often, and wiped away', () => {
    expect(shown(true, [0, 10, 1000, 1050, 1100])).toBe(
      '<1 of 9 files checked, now a-very-long-n<3 of 9 files checked, now a-very-long-n<',
    );
  });
  test('is not shown to people who wait a moment only', () => expect(shown(true, [0, 10, 999])).toBe(''));
  test('is not shown to programs', () => expect(shown(false, [0, 5000, 9000])).toBe(''));
});
