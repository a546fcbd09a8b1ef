import { report } from '../filter/report.js';
import type { Task } from '../task.js';
import { utf8Decoded } from './byte-text.js';
import type { Command } from './command.js';
import { auth, loginPassword, loginUsername, plainResponse } from './commands/auth.js';
import { data } from './commands/data.js';
import { ehlo, helo } from './commands/helo.js';
import { help, wiz } from './commands/help.js';
import { mailFrom } from './commands/mail-from.js';
import { noop } from './commands/noop.js';
import { quit } from './commands/quit.js';
import { rcptTo } from './commands/rcpt-to.js';
import { rset } from './commands/rset.js';
import { starttls } from './commands/starttls.js';
import { enterPhase } from './enter-phase.js';
import { REPLIES } from './replies.js';
import { reply } from './reply.js';
import type { Session } from './session-state.js';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [helo, ehlo, starttls, auth, mailFrom, rcptTo, data, rset, quit, help, wiz, noop].map((command) => [
    command.verb,
    command,
  ]),
);

const MASK = '********';

/** smtp_session.c:smtp_command: a line outside of a message, a command or a part of AUTH. */
export function* runLine(session: Session, line: string): Task<void> {
  session.commandLine = line;
  switch (session.state) {
    case 'auth-plain':
      yield* tell(session, MASK);
      return yield* plainResponse(session, line);
    case 'auth-username':
      yield* tell(session, MASK);
      return yield* loginUsername(session, line);
    case 'auth-password':
      yield* tell(session, MASK);
      return yield* loginPassword(session, line);
    default:
      yield* tell(session, /^AUTH PLAIN /i.test(line) ? `AUTH PLAIN ${MASK}` : line);
      yield* runCommand(session, line);
  }
}

function* runCommand(session: Session, line: string): Task<void> {
  const { verb, argument } = splitCommand(line);
  const command = COMMANDS.get(verb);
  session.lastVerb = command?.verb ?? '';
  if (!command) return yield* reply(session, REPLIES.unrecognized);
  const refusal = command.check(session, argument);
  if (refusal !== undefined) return yield* reply(session, refusal);
  yield* enterPhase(session, command, command.passesArgument ? (argument ?? '') : '');
}

/**
 * The verb, in capitals, ends at the first blank, those of MAIL FROM and RCPT TO at their colon. Without one there is no
 * argument; with one there is, if only an empty one.
 */
function splitCommand(line: string): { readonly verb: string; readonly argument?: string } {
  const end = line.indexOf(/^(?:mail from|rcpt to):/i.test(line) ? ':' : ' ');
  if (end === -1) return { verb: line.toUpperCase() };
  return { verb: line.slice(0, end).toUpperCase(), argument: line.slice(end + 1).replace(/^[ \t\n\v\f\r]+/, '') };
}

function* tell(session: Session, line: string): Task<void> {
  yield* report(session.filter, 'protocol-client', [line]);
  session.services.trace?.({ type: 'client-line', line: utf8Decoded(line) });
}
