import { REPLIES } from '../replies.js';
import type { Session } from '../session-state.js';

/** smtp_check_noparam: even a blank behind the command is an argument. */
export function checkNoArgument(_session: Session, argument: string | undefined): string | undefined {
  return argument === undefined ? undefined : REPLIES.noArguments;
}
