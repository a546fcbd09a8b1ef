/** Words that are no part of a login's dialogue. */
const COMMAND = /^(?:AUTH|EHLO|HELO|LHLO|STARTTLS|QUIT)\b/i;

/** The word that a command begins with, in capitals. */
export function verbOf(command: string): string {
  return (/^[A-Za-z]+/.exec(command)?.[0] ?? '').toUpperCase();
}

/** A command as filters may see it: without names and passwords of a login (mta_session.c:mta_send). */
export function shownCommand(command: string, isLoggingIn: boolean): string {
  if (/^AUTH PLAIN /i.test(command)) return 'AUTH PLAIN ********';
  return isLoggingIn && !COMMAND.test(command) ? '********' : command;
}

/** What a reply means for a login; undefined where that goes on, or where the command was no part of one. */
export function loginResult(command: string, reply: string): 'pass' | 'fail' | undefined {
  if (COMMAND.test(command) && verbOf(command) !== 'AUTH') return undefined;
  if (reply.startsWith('3')) return undefined;
  return reply.startsWith('2') ? 'pass' : 'fail';
}
