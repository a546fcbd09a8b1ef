import { behaves } from '../../behaviour.js';
import type { Task } from '../../task.js';
import { authenticate } from '../authenticate.js';
import { decodeBase64 } from '../base64.js';
import type { Command } from '../command.js';
import { authMethod, REPLIES } from '../replies.js';
import { reply } from '../reply.js';
import type { Session } from '../session-state.js';
import { offersAuth } from './helo.js';

/** The buffers of smtp_rfc4954_auth_plain and _login, without the byte kept for a NUL. */
const PLAIN_MAX = 1023;
const USERNAME_MAX = 255;
const PASSWORD_MAX = 2047;

export const auth: Command = {
  verb: 'AUTH',
  phase: 'auth',
  passesArgument: true,
  check(session, argument) {
    if (session.helo === '' || session.transaction) return REPLIES.notAllowed;
    if (session.authenticated) return REPLIES.alreadyAuthenticated;
    if (!offersAuth(session)) return REPLIES.notSupported;
    return argument === undefined ? REPLIES.noParametersGiven : undefined;
  },
  *proceed(session, argument) {
    const space = argument.includes(' ') ? argument.indexOf(' ') : argument.indexOf('\t');
    const method = space === -1 ? argument : argument.slice(0, space);
    const initial = space === -1 ? undefined : argument.slice(space + 1);
    switch (method.toUpperCase()) {
      case 'PLAIN':
        return yield* plain(session, initial);
      case 'LOGIN':
        return yield* login(session, initial);
      default:
        yield* reply(session, authMethod(method));
    }
  },
};

function* plain(session: Session, initial: string | undefined): Task<void> {
  session.state = 'auth-plain';
  if (initial === undefined) yield* reply(session, REPLIES.plainChallenge);
  else yield* plainResponse(session, initial);
}

/** smtp_rfc4954_auth_plain, STATE_AUTH_INIT: [authzid] NUL user NUL password. */
export function* plainResponse(session: Session, line: string): Task<void> {
  const { version } = session.services.config.target;
  const decoded = decodeBase64(line, PLAIN_MAX);
  if (decoded === undefined) return yield* syntaxError(session);
  const first = decoded.indexOf('\0');
  if (first === -1 || first >= decoded.length - 2) return yield* syntaxError(session);
  const username = upToNul(decoded.slice(first + 1));
  if (isBroken(session, username)) return yield* syntaxError(session);
  session.username = username.slice(0, USERNAME_MAX);
  if (username.length > USERNAME_MAX) return yield* syntaxError(session);
  const second = decoded.indexOf('\0', first + 1);
  const shortest = behaves(version, 'short-password') ? 1 : 2;
  if (second === -1 || second >= decoded.length - shortest) return yield* syntaxError(session);
  const password = upToNul(decoded.slice(second + 1));
  if (isBroken(session, password)) return yield* syntaxError(session);
  yield* authenticate(session, username, password);
}

function* login(session: Session, initial: string | undefined): Task<void> {
  session.state = 'auth-username';
  if (initial === undefined || initial === '') yield* reply(session, REPLIES.usernameChallenge);
  else yield* loginUsername(session, initial);
}

/** smtp_rfc4954_auth_login, STATE_AUTH_USERNAME. */
export function* loginUsername(session: Session, line: string): Task<void> {
  const decoded = decodeBase64(line, USERNAME_MAX);
  session.username = upToNul(decoded ?? '');
  if (decoded === undefined || isBroken(session, session.username)) return yield* syntaxError(session);
  session.state = 'auth-password';
  yield* reply(session, REPLIES.passwordChallenge);
}

/** smtp_rfc4954_auth_login, STATE_AUTH_PASSWORD. */
export function* loginPassword(session: Session, line: string): Task<void> {
  const decoded = decodeBase64(line, PASSWORD_MAX);
  const password = upToNul(decoded ?? '');
  if (decoded === undefined || isBroken(session, password)) return yield* syntaxError(session);
  yield* authenticate(session, session.username, password);
}

function* syntaxError(session: Session): Task<void> {
  yield* reply(session, REPLIES.authSyntax);
  session.state = 'command';
}

function isBroken(session: Session, text: string): boolean {
  return behaves(session.services.config.target.version, 'auth-without-line-breaks') && /[\r\n]/.test(text);
}

function upToNul(text: string): string {
  const nul = text.indexOf('\0');
  return nul === -1 ? text : text.slice(0, nul);
}
