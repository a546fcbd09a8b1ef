import { Undescribed } from '@smtpd-conf/simulator';
import { UserError } from '../exit-status.js';

/** Runs a dry run; what its world lacks is said to the user, with what to do about it. `system`: whether it is this machine's. */
export function undescribedAsUserError<T>(run: () => T, system: boolean): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Undescribed)) throw error;
    const { key, message } = error;
    const otherwise = system ? ', since this machine cannot tell it' : ", or take this machine's with --world system";
    throw new UserError(`${message}; add "${key}" to the file given with --world${otherwise}`);
  }
}
