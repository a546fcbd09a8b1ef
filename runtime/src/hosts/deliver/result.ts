import { systemErrorText } from '@smtpd-conf/compiler';
import type { DeliveryResult } from '../../deliver/job.js';

/** The daemon's programs that deliveries are the work of there. */
export type AgentName = 'mail.local' | 'mail.maildir' | 'mail.lmtp' | 'mail.mboxfile';

/** Errors of the system that another try will not mend. */
const PERMANENT = new Set(['ENAMETOOLONG', 'EINVAL', 'ELOOP']);

/** sysexits.h: EX_TEMPFAIL; and what err(3) is given for what will not get better. */
const TEMPFAIL = 75;
const FAILURE = 1;

/** What an agent that ends over an error leaves behind: its last words, as err(3) writes them, and its status. */
export function failedAgent(agent: AgentName, error: unknown): DeliveryResult {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? message : systemErrorText(code);
  return PERMANENT.has(code ?? '')
    ? { outcome: 'permfail', text: `"${agent}: ${reason}"`, status: FAILURE }
    : { outcome: 'tempfail', text: `"${agent}: ${reason}"`, status: TEMPFAIL };
}
