import type { Envelope } from '../envelope.js';
import type { Task } from '../task.js';
import type { Expansion, Refusal } from './delivery.js';
import { expandAddress } from './expand-address.js';
import { expandTarget } from './expand-target.js';
import { expandUsername } from './expand-username.js';
import type { ExpansionNode } from './expansion-node.js';
import { type ExpansionRun, startRun } from './expansion-run.js';
import type { ExpansionServices } from './expansion-services.js';
import { refusal } from './refusals.js';

/** EXPAND_DEPTH. */
const TOO_DEEP = 10;

/**
 * Where the mail to a recipient goes (lka_session.c). The address is put to the rules; what they and tables, user base and
 * .forward files make of it are further nodes, each of which waits for its turn, until all are delivered to or one fails,
 * and with it the recipient. Yields `table-lookup`, `forward-file`, `include-file` and `clock`; ends for any answers.
 */
export function* expandRecipient(services: ExpansionServices, envelope: Envelope): Task<Expansion> {
  const run = startRun(services, envelope);
  run.insert({ type: 'address', address: envelope.rcpt });
  const failed = yield* expandAll(run);
  const refused = failed ?? (run.deliveries.length === 0 ? refusal('nothing-left') : undefined);
  if (refused === undefined) return { outcome: 'accepted', deliveries: run.deliveries };
  const { node, why } = refused;
  run.trace?.({ type: 'expand-refused', ...(node === undefined ? {} : { node }), why });
  return refused;
}

/** lka_session.c:lka_resume. */
function* expandAll(run: ExpansionRun): Task<Refusal | undefined> {
  for (const node of run.tree.waiting) {
    run.trace?.({ type: 'expand-turn', node: node.id });
    const failed = node.depth >= TOO_DEEP ? refusal('too-deep', node.id) : yield* expandNode(run, node);
    if (failed) return failed;
  }
  return undefined;
}

/** lka_session.c:lka_expand. */
function expandNode(run: ExpansionRun, node: ExpansionNode): Task<Refusal | undefined> {
  return node.target.type === 'address'
    ? expandAddress(run, node, node.target.address)
    : node.target.type === 'username'
      ? expandUsername(run, node, node.target.user)
      : expandTarget(run, node);
}
