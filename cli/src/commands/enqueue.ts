import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byteText, textBytes } from '@smtpd-conf/engine';
import { currentSubmitter, handIn, outgoingMessage, readEnqueueOptions, SUBMISSION_SOCKET } from '@smtpd-conf/runtime';
import { readBytes } from '../read-source.js';
import { SPOOL_VARIABLE } from '../spool-variable.js';

/** sysexits.h: what callers of sendmail expect. */
const EX = { ok: 0, usage: 1, software: 70, tempfail: 75 } as const;

/** `smtpd-lint enqueue --spool DIR`: sendmail(8), for a server that `run` started; exits as sendmail does. */
export async function enqueue(args: readonly string[]): Promise<number> {
  const [first, second, ...others] = args;
  const spool = first === '--spool' ? second : process.env[SPOOL_VARIABLE];
  const words = first === '--spool' ? others : args;
  if (spool === undefined) {
    return complain(`enqueue needs --spool DIR in front, or ${SPOOL_VARIABLE} in the environment`, EX.usage);
  }
  if (words.some((word) => word.startsWith('-bi'))) return (await import('./newaliases.js')).newaliases([]);
  const options = readEnqueueOptions(words);
  if (typeof options === 'string') {
    return complain(`${options}\nusage: enqueue --spool DIR [-tv] [-f from] [-F name] to ...`, EX.usage);
  }
  const { by, home } = await currentSubmitter();
  const input = byteText(readBytes('-'));
  const message = outgoingMessage(input, options, by);
  if (typeof message === 'string') return complain(message, EX.software);
  try {
    const show = options.verbose ? (line: string) => void process.stdout.write(`${line}\n`) : () => undefined;
    await handIn(join(spool, SUBMISSION_SOCKET), message, options, show);
    return EX.ok;
  } catch (error) {
    const { code = '', message: why } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ECONNREFUSED'].includes(code)) {
      return complain(`no server runs on ${spool}; the message was not taken, try again later`, EX.tempfail);
    }
    if (code === 'EACCES') return complain(`only the owner of ${spool} may hand mail in there`, EX.software);
    complain(why, EX.software);
    if (home !== undefined) keep(join(home, 'dead.letter'), message.text);
    return EX.software;
  }
}

/** enqueue.c:savedeadletter: what the server refused is not lost, where its sender has a home. */
function keep(path: string, text: string): void {
  try {
    writeFileSync(path, textBytes(text), { mode: 0o600 });
    process.stderr.write(`smtpd-lint: the message is in ${path}\n`);
  } catch {
    process.stderr.write('smtpd-lint: the message could not be kept\n');
  }
}

function complain(message: string, status: number): number {
  process.stderr.write(`smtpd-lint: ${message}\n`);
  return status;
}
