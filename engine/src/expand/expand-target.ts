import { behaves } from '../behaviour.js';
import type { Task } from '../task.js';
import type { Refusal } from './delivery.js';
import type { ExpansionNode } from './expansion-node.js';
import type { ExpansionRun } from './expansion-run.js';
import { errorTarget, refusal } from './refusals.js';
import { submit } from './submit.js';

/** Files, commands and errors, which lead nowhere else: delivered to, or the end of it all. */
// biome-ignore lint/correctness/useYield: the other kinds of nodes may have to wait.
export function* expandTarget(run: ExpansionRun, node: ExpansionNode): Task<Refusal | undefined> {
  const { target, rule } = node;
  if (rule?.action.type !== 'local') throw new Error('a target under a rule without a local action');
  if (target.type !== 'error' && isOfRoot(run, node)) return refusal('target-of-root', node.id);
  if (rule.action.method.type === 'forward-only') return refusal('target-on-forward-only', node.id);
  if (target.type === 'error') return errorTarget(target.reply, node.id);
  submit(run, node, rule);
  return undefined;
}

function isOfRoot({ services }: ExpansionRun, { parent }: ExpansionNode): boolean {
  return parent?.realUser?.uid === 0 && behaves(services.config.target.version, 'no-commands-from-root');
}
