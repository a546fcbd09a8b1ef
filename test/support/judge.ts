import { isUtf8 } from 'node:buffer';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What `smtpd -n` said of one file. */
export interface Verdict {
  /** All of stderr, read as UTF-8 if it is that, or else each byte a character. */
  readonly stderr: string;
  readonly encoding: 'utf-8' | 'latin1';
  /** The exit status as a shell sees it: 128 + signal for a death by signal, -1 when it did not end in time. */
  readonly status: number;
}

/** Reads bytes that should be text but may be anything; the same bytes always give the same. */
export function readOutput(bytes: Buffer): Pick<Verdict, 'stderr' | 'encoding'> {
  const encoding = isUtf8(bytes) ? 'utf-8' : 'latin1';
  // Berkeley DB names an address of its stack, another one in each run.
  const stderr = bytes.toString(encoding).replace(/^(BDB\d+ \w+: )0x[0-9a-f]+/gm, '$10x0');
  return { stderr, encoding };
}

/** An installed daemon of a known version. */
export interface Judge {
  readonly version: JudgeVersion;
  readonly path: string;
}

/** The versions that facts are taken from. */
export const JUDGE_VERSIONS = ['6.8.0', '7.8.0'] as const;

export type JudgeVersion = (typeof JUDGE_VERSIONS)[number];

/** How many files the daemon may have open: a fixed number, so that an include loop ends the same way everywhere. */
export const OPEN_FILES = 64;

const DEFAULT_PATHS: Partial<Record<JudgeVersion, string>> = { '6.8.0': '/usr/sbin/smtpd' };
const BATCH = 40;
const TIMEOUT_MS = 10_000;

/**
 * Checks the files named after `smtpd mark`, one after the other. What the daemon writes to stderr goes to our stdout;
 * the mark and the exit status follow it.
 */
const LOOP = `
smtpd=$1 mark=$2
shift 2
ulimit -c 0
ulimit -n ${OPEN_FILES}
for file do
  "$smtpd" -n -f "$file" </dev/null 2>&1 >/dev/null
  printf '%s%d\\n' "$mark" $?
done
`;

/** The environment of the daemon: the same everywhere, and a resolver that gives up soon. */
const ENVIRONMENT = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  RES_OPTIONS: 'timeout:1 attempts:1',
};

/** Whether a missing judge is a failure rather than a reason to skip. */
export function judgesRequired(): boolean {
  return process.env.SMTPD_CONF_REQUIRE_JUDGES === '1';
}

/** The environment variable that says where the daemon of `version` lies. */
export function judgeVariable(version: JudgeVersion): string {
  return `SMTPD_JUDGE_${version.replaceAll('.', '_')}`;
}

const found = new Map<JudgeVersion, Judge | undefined>();

/**
 * The judges that a test asks which can do with any: Debian's, which has to be there where judges are required, and 7.8.0,
 * which is no package, where somebody has built it.
 */
export function judgesToAsk(): readonly JudgeVersion[] {
  return JUDGE_VERSIONS.filter((version) => version === '6.8.0' || findJudge(version) !== undefined);
}

/** Whether tables, keys and programs that a test makes belong to whom the daemon trusts: nobody but root can make them so. */
export function mayAskJudges(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The daemon of exactly this version, if it is installed (named by the environment, or Debian's) and may be asked: anybody else
 * than root hears of wrong owners where the configuration is meant.
 */
export function findJudge(version: JudgeVersion): Judge | undefined {
  if (!found.has(version)) {
    const path = process.env[judgeVariable(version)] ?? DEFAULT_PATHS[version];
    found.set(version, path && mayAskJudges() && saysVersion(path, version) ? { version, path } : undefined);
  }
  return found.get(version);
}

function saysVersion(path: string, version: JudgeVersion): boolean {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  try {
    // `-h` prints the version and the usage, and ends with status 1.
    execFileSync(path, ['-h'], { stdio: ['ignore', 'ignore', 'pipe'], timeout: TIMEOUT_MS });
    return false;
  } catch (error) {
    const text = String((error as { stderr?: Buffer }).stderr ?? '');
    return new RegExp(`OpenSMTPD ${version.replaceAll('.', '\\.')}(p\\d+)?\\b`).test(text);
  }
}

/**
 * What the daemon says of each file, in their order. Paths are relative to `directory` and reach the daemon as they are,
 * since its messages repeat them. All cores work; a shell runs a batch of files, which is far cheaper than a spawn from
 * node for each.
 */
export async function askJudge(judge: Judge, directory: string, files: readonly string[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = new Array(files.length);
  const size = Math.max(1, Math.min(BATCH, Math.ceil(files.length / availableParallelism())));
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < files.length) {
      const start = next;
      next = Math.min(next + size, files.length);
      const batch = await askBatch(judge, directory, files.slice(start, next));
      for (const [index, verdict] of batch.entries()) verdicts[start + index] = verdict;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return verdicts;
}

/** Runs one shell over a batch; where it had to be killed, the file it hung on is marked and another goes on behind it. */
async function askBatch(judge: Judge, directory: string, files: readonly string[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  while (verdicts.length < files.length) {
    const part = await runLoop(judge, directory, files.slice(verdicts.length));
    verdicts.push(...part.verdicts);
    if (verdicts.length < files.length) verdicts.push({ ...readOutput(part.rest), status: -1 });
  }
  return verdicts;
}

interface LoopOutcome {
  readonly verdicts: Verdict[];
  /** What the last, unfinished daemon wrote. */
  readonly rest: Buffer;
}

function runLoop(judge: Judge, directory: string, files: readonly string[]): Promise<LoopOutcome> {
  const mark = `\x1e${randomBytes(9).toString('hex')} `;
  const child = spawn('/bin/sh', ['-c', LOOP, 'sh', judge.path, mark, ...files], {
    cwd: directory,
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let timer = setTimeout(() => killGroup(child), TIMEOUT_MS);
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      clearTimeout(timer);
      timer = setTimeout(() => killGroup(child), TIMEOUT_MS);
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(readMarks(Buffer.concat(chunks), mark));
    });
  });
}

/** Ends the shell and the daemon it waits for: a detached child leads a process group of its own. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

function readMarks(output: Buffer, mark: string): LoopOutcome {
  const verdicts: Verdict[] = [];
  let at = 0;
  for (;;) {
    const end = output.indexOf(mark, at);
    if (end === -1) break;
    const newline = output.indexOf('\n', end);
    if (newline === -1) break;
    const status = Number(output.toString('latin1', end + mark.length, newline));
    verdicts.push({ ...readOutput(output.subarray(at, end)), status });
    at = newline + 1;
  }
  return { verdicts, rest: output.subarray(at) };
}
