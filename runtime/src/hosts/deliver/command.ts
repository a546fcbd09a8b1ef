import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { Readable } from 'node:stream';
import { DELIVERED, type DeliveryJob, type DeliveryResult } from '../../deliver/job.js';

type CommandJob = Extract<DeliveryJob, { type: 'command' }>;

/** Milliseconds; smtpd.c:forkmda sets an alarm. */
const TIMEOUT = 300_000;
/** Bytes of output that are looked at for a reason. */
const OUTPUT_MAX = 4096;

/** sysexits.h: EX_OSERR and EX_TEMPFAIL; any other failure is for good (smtpd.c:parent_sig_handler). */
const TEMPORARY: ReadonlySet<number> = new Set([71, 75]);

/** Runs a command with the message on its standard input (mda_unpriv.c); it is judged by its exit status alone. */
export function deliverCommand(job: CommandJob, message: AsyncIterable<Uint8Array>): Promise<DeliveryResult> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', job.command], {
      // smtpd.c:forkmda goes to the home directory, and to / where there is none.
      cwd: existsSync(job.directory) ? job.directory : '/',
      env: job.environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      timeout: TIMEOUT,
    });
    let output = '';
    const gather = (stream: Readable): void => {
      stream.on('data', (bytes: Buffer) => {
        if (output.length < OUTPUT_MAX) output += bytes.toString('latin1');
      });
    };
    gather(child.stdout);
    gather(child.stderr);
    child.on('error', (error) => resolve({ outcome: 'tempfail', text: `/bin/sh: ${error.message}` }));
    child.on('close', (status, signal) => {
      // mda.c: a success before all of the message was taken is none.
      if (status === 0 && !child.stdin.writableFinished) {
        resolve({ outcome: 'tempfail', text: 'mda exited prematurely' });
      } else resolve(judge(status, signal, lastLine(output)));
    });
    child.stdin.on('error', () => undefined);
    Readable.from(message).pipe(child.stdin);
  });
}

function judge(status: number | null, signal: NodeJS.Signals | null, said: string): DeliveryResult {
  if (status === 0) return DELIVERED;
  if (status === null) {
    // The timeout ends it with SIGTERM.
    const why = signal === 'SIGTERM' ? 'timeout' : `signal ${signal === null ? 0 : constants.signals[signal]}`;
    return { outcome: 'tempfail', text: `terminated; ${why}` };
  }
  const text = said === '' ? 'exited abnormally' : `"${said}"`;
  return { outcome: TEMPORARY.has(status) ? 'tempfail' : 'permfail', text, status };
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
