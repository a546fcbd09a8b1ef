import type { Envelope } from '../envelope.js';
import type { Delivery } from '../expand/delivery.js';
import type { Task } from '../task.js';
import { dispatchLocal } from './dispatch-local.js';
import { dispatchRelay } from './dispatch-relay.js';
import type { DispatchServices } from './dispatch-services.js';
import type { DispatchPlan } from './plan.js';

/**
 * What becomes of an envelope that leaves the queue. Looks up users, hosts, credentials and addresses, so the answer holds
 * for one attempt. Yields `table-lookup`, `table-fetch` and, for SRS, `clock`.
 */
export function* dispatch(services: DispatchServices, envelope: Envelope, delivery: Delivery): Task<DispatchPlan> {
  const { action } = delivery.rule;
  if (delivery.type === 'local' && action.type === 'local') {
    return yield* dispatchLocal(services, action, envelope, delivery);
  }
  if (delivery.type === 'relay' && action.type === 'relay') return yield* dispatchRelay(services, action, envelope);
  throw new Error(`a ${delivery.type} delivery under a ${action.type} action`);
}
