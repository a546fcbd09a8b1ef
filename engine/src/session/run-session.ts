import { report } from '../filter/report.js';
import { perform, type Task } from '../task.js';
import { bodyLine } from './body.js';
import { runLine } from './command-line.js';
import { commit } from './commands/commit.js';
import { connect } from './connect.js';
import { enterPhase } from './enter-phase.js';
import type { SessionEnd } from './events.js';
import { LineReader } from './line-reader.js';
import { listenerFacts } from './listener-facts.js';
import { REPLIES } from './replies.js';
import { reply } from './reply.js';
import type { Connection, Peer, Session, SessionServices } from './session-state.js';
import { secure } from './tls.js';
import { abandonTransaction, cutHostName } from './transaction.js';

/** smtpd.h: SMTPD_SESSION_TIMEOUT, in seconds. */
const TIMEOUT = 300;
/** LINE_MAX without its NUL. */
const COMMAND_MAX = 2047;

/**
 * One client from its connection to its end, as smtp_session.c serves it. The task asks its host for input, and for
 * everything else that needs the world; it never throws, whatever the client sends, and holds at most 64 KiB of input, one
 * header and 64 KiB of a message that are not written yet.
 */
export function* runSession(services: SessionServices, connection: Connection): Task<SessionEnd> {
  const session = newSession(services, connection);
  yield* connect(session);
  const end = yield* serve(session);
  yield* close(session, end);
  return end;
}

function newSession(services: SessionServices, connection: Connection): Session {
  const listener = listenerFacts(connection.listener);
  const session: Session = {
    services,
    connection,
    listener,
    reader: new LineReader(connection.received),
    source: sourceText(connection.client),
    rdns: '<unknown>',
    fcrdns: 'error',
    smtpname: '',
    state: 'command',
    bannerSent: false,
    helo: '',
    esmtp: false,
    // Local submission counts as authenticated, without a user name.
    authenticated: !('address' in connection.listener),
    username: '',
    mailCount: 0,
    junk: false,
    lastVerb: '',
    commandLine: '',
  };
  session.smtpname = cutHostName(session, listener.hostname);
  return session;
}

/** to.c:ss_to_text. */
function sourceText(peer: Peer): string {
  if (peer.family === 'local') return 'local';
  return peer.family === 'inet6' ? `[${peer.address}]` : peer.address;
}

/** smtp_io: input while there is any, in turns with what it leads to. */
function* serve(session: Session): Task<SessionEnd> {
  for (;;) {
    if (session.crash !== undefined) return { type: 'crashed', reason: session.crash };
    if (session.state === 'quit') return { type: 'quit' };
    const end = session.state === 'tls' ? yield* secure(session) : yield* receive(session);
    if (end) return end;
  }
}

function* receive(session: Session): Task<SessionEnd | undefined> {
  if (session.reader.hasPending) session.reader.receive();
  else {
    const input = yield* perform({ type: 'session:read', timeout: TIMEOUT });
    switch (input.type) {
      case 'data':
        session.reader.receive(input.bytes);
        break;
      case 'closed':
        return { type: 'disconnect' };
      case 'timeout':
        return { type: 'timeout' };
      case 'failed':
        return { type: 'io-error', reason: input.reason };
    }
  }
  yield* takeLines(session);
  return undefined;
}

/** IO_DATAIN: the lines of a message as they are there, but one command only, and nothing may follow it. */
function* takeLines(session: Session): Task<void> {
  for (let line = session.reader.take(); line; line = session.reader.take()) {
    if (line.type === 'too-long') return yield* hangUp(session, REPLIES.lineTooLong);
    const inMessage = session.state === 'body';
    const ended = inMessage && (yield* bodyLine(session, line.text));
    if (inMessage && !ended) continue;
    if (session.reader.buffered > 0) return yield* hangUp(session, REPLIES.pipelining);
    if (ended) return yield* enterPhase(session, commit, '');
    if (line.text.length > COMMAND_MAX) return yield* hangUp(session, REPLIES.commandTooLong);
    return yield* runLine(session, line.text);
  }
}

function* hangUp(session: Session, text: string): Task<void> {
  yield* reply(session, text, 'bad-input');
  session.state = 'quit';
}

/** smtp_free. */
function* close(session: Session, end: SessionEnd): Task<void> {
  if (end.type !== 'crashed') {
    if (end.type === 'timeout') yield* report(session.filter, 'timeout', []);
    yield* abandonTransaction(session);
    yield* report(session.filter, 'link-disconnect', []);
  }
  session.services.trace?.({ type: 'session-ended', reason: end });
}
