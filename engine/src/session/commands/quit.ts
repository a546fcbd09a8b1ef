import type { Command } from '../command.js';
import { REPLIES } from '../replies.js';
import { reply } from '../reply.js';
import { checkNoArgument } from './no-argument.js';

export const quit: Command = {
  verb: 'QUIT',
  phase: 'quit',
  passesArgument: false,
  check: checkNoArgument,
  *proceed(session) {
    yield* reply(session, REPLIES.bye);
    session.state = 'quit';
  },
};
