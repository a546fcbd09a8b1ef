import type { DispatchFailure } from './plan.js';

/** A delivery agent that ends with a status (sysexits.h), or is never started (smtpd.c:forkmda, mda.c:mda_imsg). */
export function agentFailure(reason: string, meaning?: string): DispatchFailure {
  const status = `Error (${meaning === undefined ? '' : `${meaning}: `}${reason})`;
  return { type: 'failure', lasting: 'permanent', status, reason };
}

/** The delivery process writes why it ends, and ends with status 1 (mda_unpriv.c). */
export function commandFailure(message: string): DispatchFailure {
  return { ...agentFailure(`"smtpd: ${message}"`), inProcess: true };
}

/** The delivery process crashes: SIGSEGV, and the mail waits. */
export function crash(): DispatchFailure {
  const reason = 'terminated; signal 11';
  return { type: 'failure', lasting: 'temporary', status: `Error (${reason})`, reason, inProcess: true };
}

/** What mda.c and mta.c say themselves. */
export function failure(lasting: DispatchFailure['lasting'], reason: string): DispatchFailure {
  return { type: 'failure', lasting, status: reason, reason };
}
