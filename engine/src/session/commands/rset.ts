import type { Command } from '../command.js';
import { REPLIES } from '../replies.js';
import { reply } from '../reply.js';
import { abandonTransaction } from '../transaction.js';
import { checkNoArgument } from './no-argument.js';

export const rset: Command = {
  verb: 'RSET',
  phase: 'rset',
  passesArgument: false,
  check(session, argument) {
    return checkNoArgument(session, argument) ?? (session.helo === '' ? REPLIES.notAllowed : undefined);
  },
  *proceed(session) {
    yield* reply(session, REPLIES.reset);
    yield* abandonTransaction(session);
  },
};
