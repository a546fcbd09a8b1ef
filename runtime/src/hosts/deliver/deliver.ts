import type { DeliveryJob, DeliveryResult } from '../../deliver/job.js';
import { deliverCommand } from './command.js';
import { deliverLmtp } from './lmtp.js';
import { deliverMaildir } from './maildir.js';
import { deliverMbox } from './mbox.js';

/** Carries a delivery out as the user that this process runs as. Never rejects: what goes wrong is in the result. */
export async function deliver(job: DeliveryJob, message: AsyncIterable<Uint8Array>): Promise<DeliveryResult> {
  try {
    switch (job.type) {
      case 'maildir':
        return await deliverMaildir(job, message);
      case 'mbox':
        return await deliverMbox(job, message);
      case 'lmtp':
        return await deliverLmtp(job, message);
      case 'command':
        return await deliverCommand(job, message);
    }
  } catch (error) {
    return { outcome: 'tempfail', text: `internal error: ${(error as Error).message}` };
  }
}
