import { behaves } from '../behaviour.js';
import type { AuthenticateAnswer } from '../effect.js';
import { report } from '../filter/report.js';
import { perform, type Task } from '../task.js';
import { REPLIES } from './replies.js';
import { reply } from './reply.js';
import type { Session } from './session-state.js';
import { visible } from './visible.js';

/** A failed AUTH is answered after a random time below this, against guessing by the clock. */
const PAUSE_MAX = 1000;

/** smtp_session.c: IMSG_SMTP_AUTHENTICATE, there and back. */
export function* authenticate(session: Session, username: string, password: string): Task<void> {
  const result = yield* checkCredentials(session, username, password);
  const shown = visible(session.username);
  session.services.trace?.({
    type: 'authenticated',
    username: shown,
    result: result === 'refused' ? 'permfail' : result,
  });
  switch (result) {
    case 'ok':
      session.authenticated = true;
      if (session.filter) session.filter.username = shown;
      yield* reportAuth(session, shown, 'pass');
      yield* reply(session, REPLIES.authenticated);
      break;
    case 'refused':
      yield* reportAuth(session, shown, 'fail');
      yield* perform({ type: 'session:pause', milliseconds: PAUSE_MAX });
      yield* reply(session, REPLIES.authenticationFailed);
      break;
    case 'tempfail':
      yield* reportAuth(session, shown, 'error');
      yield* reply(session, REPLIES.temporaryFailure);
      break;
  }
  session.state = 'command';
}

function* reportAuth(session: Session, username: string, result: 'pass' | 'fail' | 'error'): Task<void> {
  const resultFirst = behaves(session.services.config.target.version, 'auth-result-first');
  yield* report(session.filter, 'link-auth', resultFirst ? [result, username] : [username, result]);
}

/** lka.c:lka_authenticate; without a table, the system's users. */
function* checkCredentials(session: Session, username: string, password: string): Task<AuthenticateAnswer> {
  const table = session.listener.auth?.table;
  if (table === undefined) return yield* perform({ type: 'authenticate', username, password });
  const { tables, config } = session.services;
  if (behaves(config.target.version, 'auth-service') && tables.authenticates(table)) {
    const { result } = yield* tables.match(table, 'auth', `${username}:${password}`);
    return result === 'found' ? 'ok' : result === 'failed' ? 'tempfail' : 'refused';
  }
  const credentials = yield* tables.credentials(table, username);
  if (credentials.outcome !== 'found') return credentials.outcome === 'failed' ? 'tempfail' : 'refused';
  const holds = yield* perform({ type: 'check-password', password, hash: credentials.password });
  return holds ? 'ok' : 'refused';
}
