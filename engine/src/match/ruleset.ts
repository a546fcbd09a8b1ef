import type { CompiledConfig, CompiledRule } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import type { Tables } from '../tables/tables.js';
import type { Task } from '../task.js';
import type { MatchEvent, Verdict } from '../trace.js';
import { ask, verdictOf } from './criteria.js';
import { type GroupedCriterion, type PreparedRule, prepareRule } from './prepared-rule.js';
import { type RuleIndex, ruleIndex } from './rule-index.js';
import { type RulePlan, rulePlan } from './rule-plan.js';
import type { RulesDecision } from './rules-decision.js';
import { tableGroups } from './table-group.js';
import { walkRules } from './walk-rules.js';

export interface Ruleset {
  /**
   * The first rule that matches. With a tracer every rule up to it is tried in its order, as the daemon does; without one
   * only those that may match are, and the decision is the same.
   */
  decide(envelope: Envelope, trace?: (event: MatchEvent) => void): Task<RulesDecision>;
  /** The same by the daemon's way: every rule in its order. */
  walk(envelope: Envelope, trace?: (event: MatchEvent) => void): Task<RulesDecision>;
}

/** The rules of a configuration. What they are found by is made at the first decision. */
export function createRuleset({ rules }: CompiledConfig, tables: Tables): Ruleset {
  const groups = tableGroups(tables);
  let made: { readonly plan: RulePlan; readonly index: RuleIndex } | undefined;
  let decisions = 0;

  function make() {
    const prepared = rules.map((rule, at) => prepareRule(rule, at + 1, tables, groups));
    made = { plan: rulePlan(prepared), index: ruleIndex(prepared, tables) };
    return made;
  }

  const walk: Ruleset['walk'] = (envelope, trace) => walkRules(rules, tables, envelope, trace);

  return {
    walk,
    *decide(envelope, trace) {
      if (trace) return yield* walk(envelope, trace);
      const { plan, index } = made ?? make();
      const decision = ++decisions;
      const candidates = index.candidates(envelope, decision);
      if (candidates === undefined) return yield* walk(envelope);
      for (const number of candidates) {
        const rule = rules[number - 1] as CompiledRule;
        const verdict =
          plan.verdict(number, envelope, decision) ??
          (yield* tryRule(prepareRule(rule, number, tables, groups), envelope, decision, tables));
        if (verdict === 'match') return { outcome: rule.outcome.type, rule: number };
        if (verdict === 'tempfail') return { outcome: 'tempfail', rule: number };
      }
      return { outcome: 'no-rule' };
    },
  };
}

function* tryRule(rule: PreparedRule, envelope: Envelope, decision: number, tables: Tables): Task<Verdict> {
  for (const criterion of rule.criteria) {
    const verdict = groupVerdict(criterion, envelope, decision) ?? (yield* askTable(criterion, envelope, tables));
    if (verdict !== 'match') return verdict;
  }
  return 'match';
}

/** What the group knows of the criterion; undefined where it has none, or was not asked. */
function groupVerdict(criterion: GroupedCriterion, envelope: Envelope, decision: number): Verdict | undefined {
  const { group, member, test } = criterion;
  if (!group?.lookUp(envelope, decision)) return undefined;
  return group.holds(member) === test.negated ? 'no-match' : 'match';
}

function* askTable({ kind, test }: GroupedCriterion, envelope: Envelope, tables: Tables): Task<Verdict> {
  const asked = ask(kind, test, envelope);
  if (typeof asked === 'string') return asked;
  const { result } = yield* tables.match(test.table as string, asked.service, asked.key);
  return verdictOf(test, result);
}
