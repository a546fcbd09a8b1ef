import { dispatch } from '../../../engine/src/dispatch/dispatch.js';
import type { DispatchPlan } from '../../../engine/src/dispatch/plan.js';
import { runTask } from '../../../engine/src/task.js';
import { expand, type Surroundings, tablesWithUsers } from '../expand/expansion.js';
import { compileText } from '../session/play.js';

/** What becomes of a recipient: one plan for each delivery of its expansion. */
export function plansFor(text: string, rcpt: string, around: Surroundings = {}): readonly DispatchPlan[] {
  const config = compileText(text, around.version);
  const { expansion } = expand(config, rcpt, around);
  if (expansion.outcome === 'refused') throw new Error(`${rcpt} is refused: ${expansion.reply}`);
  const services = { config, tables: tablesWithUsers(config, around) };
  return expansion.deliveries.map(({ envelope, delivery }) =>
    runTask(dispatch(services, envelope, delivery), (effect) => {
      if (effect.type === 'clock') return around.now ?? 1_700_000_000;
      throw new Error(`a dispatch asked for ${effect.type}`);
    }),
  );
}

/** The one plan of a recipient that leads to one delivery. */
export function planFor(text: string, rcpt: string, around: Surroundings = {}): DispatchPlan {
  const [plan, ...others] = plansFor(text, rcpt, around);
  if (!plan || others.length > 0) throw new Error(`${rcpt} leads to ${others.length + (plan ? 1 : 0)} deliveries`);
  return plan;
}
