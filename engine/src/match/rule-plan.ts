import type { Envelope } from '../envelope.js';
import type { Verdict } from '../trace.js';
import type { PreparedRule } from './prepared-rule.js';
import type { TableGroup } from './table-group.js';

/** Tries the rules whose criteria all belong to groups. */
export interface RulePlan {
  /** What a rule comes to; undefined where its criteria have to be asked one by one. Rules count from 1. */
  verdict(rule: number, envelope: Envelope, decision: number): Verdict | undefined;
}

/**
 * The criteria of all rules in one row of numbers: where rules are many, what costs time is not the work but the way to
 * their objects.
 */
export function rulePlan(rules: readonly PreparedRule[]): RulePlan {
  const groups: TableGroup[] = [];
  const starts = new Int32Array(rules.length + 1);
  const steps: number[] = [];
  for (const [at, { criteria }] of rules.entries()) {
    starts[at] = steps.length;
    if (!criteria.every(({ group }) => group)) continue;
    for (const { group, member, test } of criteria) {
      if (group === undefined) continue;
      if (!groups.includes(group)) groups.push(group);
      steps.push(groups.indexOf(group) * 2 + (test.negated ? 1 : 0), member);
    }
  }
  starts[rules.length] = steps.length;
  const row = Int32Array.from(steps);
  return {
    verdict(rule, envelope, decision) {
      const start = starts[rule - 1] as number;
      const end = starts[rule] as number;
      if (start === end) return undefined;
      for (let at = start; at < end; at += 2) {
        const step = row[at] as number;
        const group = groups[step >> 1] as TableGroup;
        if (!group.lookUp(envelope, decision)) return undefined;
        if (group.holds(row[at + 1] as number) === ((step & 1) === 1)) return 'no-match';
      }
      return 'match';
    },
  };
}
