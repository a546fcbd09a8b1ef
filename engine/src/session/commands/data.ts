import { perform } from '../../task.js';
import { beginMessage } from '../begin-message.js';
import type { Command } from '../command.js';
import { REPLIES } from '../replies.js';
import { messageId, reply } from '../reply.js';
import { checkNoArgument } from './no-argument.js';

export const data: Command = {
  verb: 'DATA',
  phase: 'data',
  passesArgument: false,
  check(session, argument) {
    const refusal = checkNoArgument(session, argument);
    if (refusal !== undefined) return refusal;
    if (!session.transaction) return REPLIES.notAllowed;
    return session.transaction.recipientCount === 0 ? REPLIES.noRecipient : undefined;
  },
  *proceed(session) {
    const { outcome } = yield* perform({ type: 'session:open-message', message: messageId(session) });
    if (outcome === 'opened') return yield* beginMessage(session);
    yield* reply(session, REPLIES.temporaryError);
    session.state = 'quit';
  },
};
