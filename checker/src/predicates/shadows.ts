import { changedPart } from '../subject/changed-part.js';
import type { Subject } from '../subject.js';
import { CoveringRules } from './covering-rules.js';
import { ruleCovers } from './rule-covers.js';
import type { Rule, Tables } from './rule-tests.js';

export interface Shadow {
  readonly rule: Rule;
  /** The first rule that takes all of its mail. */
  readonly by: Rule;
}

/** The shadowed rules of a configuration, and what is needed to go on from there after an edit. */
interface Shadowed {
  readonly rules: readonly Rule[];
  readonly by: ReadonlyMap<Rule, Rule>;
  /** How many rules may change before some might be left out of comparing for their number: then all are looked at again. */
  readonly room: number;
}

/** So many rules are compared with all others; where more have changed, all are looked at again. */
const MOST_CHANGED = 20;

/** The rules that nothing can reach, each with the one that stands before it. */
export function shadows(subject: Subject): readonly Shadow[] {
  return [...subject.onward(shadowed).by].map(([rule, by]) => ({ rule, by }));
}

function shadowed(subject: Subject, before: Shadowed | undefined): Shadowed {
  const { rules, tables } = subject.analysis.state;
  const after = before && shadowedAfter(before, rules, tables);
  if (after) return after;
  const earlier = new CoveringRules(tables);
  const found = new Map<Rule, Rule>();
  for (const rule of rules) {
    const first = earlier.firstCovering(rule);
    if (first) found.set(rule, first);
    else earlier.add(rule);
  }
  // One that changes may push others to where there is more room.
  return { rules, by: found, room: earlier.room / 2 };
}

/**
 * The same out of what was found before an edit: a rule's answer stays, unless the rule that it names has changed, or one has
 * come before it that covers it. Undefined where too much has changed for that.
 */
function shadowedAfter(before: Shadowed, rules: readonly Rule[], tables: Tables): Shadowed | undefined {
  const { gone, come } = changed(before.rules, rules);
  const room = before.room - gone.size - come.size;
  if (come.size > MOST_CHANGED || room < 0) return undefined;
  const by = new Map<Rule, Rule>();
  /** Rules that may cover others now, and did not before; in their order. */
  const fresh: Rule[] = [];
  let asked = 0;
  for (const [index, rule] of rules.entries()) {
    const known = come.has(rule) ? undefined : before.by.get(rule);
    let first = known;
    if (come.has(rule) || (known && gone.has(known))) {
      if (++asked > MOST_CHANGED) return undefined;
      first = rules.slice(0, index).find((other) => !by.has(other) && ruleCovers(other, rule, tables));
    } else {
      const other = fresh.find((one) => ruleCovers(one, rule, tables));
      if (other && (known === undefined || rules.indexOf(other) < rules.indexOf(known))) first = other;
    }
    const wasReached = known === undefined && !come.has(rule);
    if (first) by.set(rule, first);
    else if (!wasReached) fresh.push(rule);
    if (first && wasReached) gone.add(rule);
  }
  return { rules, by, room };
}

/** What stands before and behind other rules than it did has gone and come. */
function changed(before: readonly Rule[], now: readonly Rule[]): { gone: Set<Rule>; come: ReadonlySet<Rule> } {
  const part = changedPart(before, now);
  const [gone, come] = [new Set(part.gone), new Set(part.come)];
  let at = 0;
  for (const rule of part.gone) {
    if (!come.has(rule)) continue;
    // Those between have come, or have stood behind this one.
    const here = part.come.indexOf(rule, at);
    if (here === -1) continue;
    at = here + 1;
    gone.delete(rule);
    come.delete(rule);
  }
  return { gone, come };
}
