import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

export const PROGRAM = fileURLToPath(new URL('../../cli/dist/smtpd-lint.cjs', import.meta.url));

export const GOOD = 'action "a" mbox\nmatch for local action "a"\n';
/** Refused for line 2, columns 22 to 24. */
export const BAD = 'action "a" mbox\nmatch for any action "b"\n';

/** File contents by path; none for a directory. */
export type Files = Readonly<Record<string, string | Uint8Array | undefined>>;

/** One run of the bundled program, and what it has to do. Output is empty where nothing is said of it. */
export interface Run {
  readonly args: readonly string[];
  readonly files?: Files;
  readonly stdin?: string | Uint8Array;
  readonly status: number;
  readonly stdout?: string | RegExp;
  readonly stderr?: string | RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly directory: string;
  readonly stdout: Buffer;
}

/** A directory with these files, until the test ends. */
export function directoryWith(files: Files): string {
  const directory = mkdtempSync(join(tmpdir(), 'smtpd-lint-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    if (content === undefined) mkdirSync(join(directory, path));
    else {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
  }
  return directory;
}

/** Colours are for terminals, and for those who ask. Certificates for TLS would take longer to load than the program. */
const ENVIRONMENT = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, NODE_EXTRA_CA_CERTS: undefined };

/** Runs the program in a directory with the files. */
export function check(run: Run, directory = directoryWith(run.files ?? {})): Ended {
  const ended = spawnSync(process.execPath, [PROGRAM, ...run.args], {
    cwd: directory,
    input: run.stdin ?? '',
    env: { ...ENVIRONMENT, ...run.env },
    maxBuffer: 1 << 30,
  });
  const stderr = ended.stderr.toString();
  expectOutput('stderr', stderr, run.stderr ?? '');
  expectOutput('stdout', ended.stdout.toString(), run.stdout ?? '');
  expect(stderr, 'a stack trace').not.toMatch(/^ {4}at /m);
  if (!run.env) expect(`${stderr}${ended.stdout}`, 'colours').not.toContain('\x1b');
  expect(ended.status, 'status').toBe(run.status);
  return { directory, stdout: ended.stdout };
}

function expectOutput(stream: string, actual: string, expected: string | RegExp): void {
  if (typeof expected === 'string') expect(actual, stream).toBe(expected);
  else expect(actual, stream).toMatch(expected);
}
