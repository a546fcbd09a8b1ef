import { Undescribed } from '@smtpd-conf/simulator';
import { UserError } from '../exit-status.js';

/** Runs a dry run; what its world lacks is said to the user, with what to do about it. */
export function undescribedAsUserError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Undescribed)) throw error;
    const { key, message } = error;
    throw new UserError(
      `${message}; add "${key}" to the file given with --world, or take this machine's with --world system`,
    );
  }
}
