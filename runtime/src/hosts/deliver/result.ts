import type { DeliveryResult } from '../../deliver/job.js';

/** Errors of the system that another try will not mend. */
const PERMANENT = new Set(['ENAMETOOLONG', 'EINVAL', 'ELOOP']);

/** What a failed system call means for a delivery: mostly that it is tried again (mail.maildir.c: EX_TEMPFAIL). */
export function failedCall(error: unknown, what: string): DeliveryResult {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return { outcome: PERMANENT.has(code) ? 'permfail' : 'tempfail', text: `${what}: ${message}` };
}
