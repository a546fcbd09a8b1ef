import { behaves } from '../../behaviour.js';
import type { Command } from '../command.js';
import { REPLIES } from '../replies.js';
import { reply } from '../reply.js';
import { checkNoArgument } from './no-argument.js';

export const noop: Command = {
  verb: 'NOOP',
  phase: 'noop',
  passesArgument: false,
  check(session, argument) {
    const takesOne = behaves(session.services.config.target.version, 'noop-takes-argument');
    return takesOne ? undefined : checkNoArgument(session, argument);
  },
  *proceed(session) {
    yield* reply(session, REPLIES.ok);
  },
};
