import type { CompiledAction, CompiledConfig } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import type { TableAccess } from '../filter/table-access.js';
import type { RulesDecision } from '../match/rules-decision.js';
import type { LookupProcess } from '../tables/lookup-errno.js';
import type { Task } from '../task.js';
import type { ExpansionEvent } from './events.js';

/** What the expansion of recipients is made of. */
export interface ExpansionServices {
  readonly config: CompiledConfig;
  readonly tables: Pick<TableAccess, 'lookup'>;
  readonly matchRules: (envelope: Envelope) => Task<RulesDecision>;
  readonly process: LookupProcess;
  readonly trace?: (event: ExpansionEvent) => void;
  /** The action that a rule leads to; asked of rules that have one only. */
  readonly actionOf: (rule: number) => CompiledAction;
}

/** The actions of a configuration by the numbers of its rules. */
export function actionsByRule({ actions, rules }: CompiledConfig): ExpansionServices['actionOf'] {
  const byName = new Map(actions.map((action) => [action.name, action]));
  return (number) => {
    const outcome = rules[number - 1]?.outcome;
    const action = outcome?.type === 'action' ? byName.get(outcome.action) : undefined;
    if (!action) throw new Error(`rule ${number} has no action`);
    return action;
  };
}
