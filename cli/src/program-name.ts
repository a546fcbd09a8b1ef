import { basename } from 'node:path';

/** Programs of the daemon's that this one can stand in for under their names, and the words that they stand for. */
const NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['sendmail', ['enqueue']],
  ['send-mail', ['enqueue']],
  ['mailq', ['ctl', 'show', 'queue']],
  ['smtpctl', ['ctl']],
  ['makemap', ['makemap']],
  ['newaliases', ['newaliases']],
]);

/** The words that the name of a link to the program puts in front of the others (smtpctl.c:sendmail_compat). */
export function wordsOfName(program: string | undefined): readonly string[] {
  return NAMES.get(basename(program ?? '')) ?? [];
}
