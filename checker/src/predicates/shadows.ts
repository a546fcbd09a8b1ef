import type { Subject } from '../subject.js';
import { CoveringRules } from './covering-rules.js';
import type { Rule } from './rule-tests.js';

export interface Shadow {
  readonly rule: Rule;
  /** The first rule that takes all of its mail. */
  readonly by: Rule;
}

/** The rules that nothing can reach, each with the one that stands before it. */
export function shadows(subject: Subject): readonly Shadow[] {
  const { rules, tables } = subject.analysis.state;
  const earlier = new CoveringRules(tables);
  const found: Shadow[] = [];
  for (const rule of rules) {
    const by = earlier.firstCovering(rule);
    if (by) found.push({ rule, by });
    else earlier.add(rule);
  }
  return found;
}
