import type { Command } from '../command.js';
import { REPLIES } from '../replies.js';
import { reply } from '../reply.js';

export const starttls: Command = {
  verb: 'STARTTLS',
  phase: 'starttls',
  passesArgument: false,
  check(session, argument) {
    const { listener } = session;
    if (session.helo === '' || session.transaction) return REPLIES.notAllowed;
    if (!listener.tls || listener.tls.mode === 'smtps') return REPLIES.notSupported;
    if (session.tls) return REPLIES.alreadySecured;
    return argument === undefined ? undefined : REPLIES.noParametersAllowed;
  },
  /** The handshake begins when the reply is out (session/tls.ts). */
  *proceed(session) {
    yield* reply(session, REPLIES.readyForTls);
    session.state = 'tls';
  },
};
