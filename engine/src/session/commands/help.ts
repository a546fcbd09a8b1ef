import type { Command } from '../command.js';
import { HELP, REPLIES } from '../replies.js';
import { reply } from '../reply.js';
import { checkNoArgument } from './no-argument.js';

/** Filters have phases for HELP and WIZ, but are never asked. */
export const help: Command = {
  verb: 'HELP',
  passesArgument: false,
  check: checkNoArgument,
  *proceed(session) {
    for (const line of HELP) yield* reply(session, line);
  },
};

export const wiz: Command = {
  verb: 'WIZ',
  passesArgument: false,
  check: checkNoArgument,
  *proceed(session) {
    yield* reply(session, REPLIES.wiz);
  },
};
