import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import type { Tables } from '../tables/tables.js';
import type { Task } from '../task.js';
import type { MatchEvent, Verdict } from '../trace.js';
import { ask, verdictOf } from './criteria.js';
import { type GroupedCriterion, type PreparedRule, prepareRules } from './prepared-rule.js';
import { type RuleIndex, ruleIndex } from './rule-index.js';
import type { RulesDecision } from './rules-decision.js';
import { tableGroups } from './table-group.js';
import { walkRules } from './walk-rules.js';

export interface Ruleset {
  /**
   * The first rule that matches. With a tracer every rule up to it is tried in its order, as the daemon does; without one
   * only those that may match are, and the decision is the same.
   */
  decide(envelope: Envelope, trace?: (event: MatchEvent) => void): Task<RulesDecision>;
}

/** The rules of a configuration. What they are found by is made at the first decision. */
export function createRuleset({ rules }: CompiledConfig, tables: Tables): Ruleset {
  let made: { readonly prepared: readonly PreparedRule[]; readonly index: RuleIndex } | undefined;
  let decisions = 0;

  function make() {
    const prepared = prepareRules(rules, tables, tableGroups(tables));
    made = { prepared, index: ruleIndex(prepared, tables) };
    return made;
  }

  return {
    *decide(envelope, trace) {
      if (trace) return yield* walkRules(rules, tables, envelope, trace);
      const { prepared, index } = made ?? make();
      const decision = ++decisions;
      const candidates = index.candidates(envelope, decision);
      if (candidates === undefined) return yield* walkRules(rules, tables, envelope);
      for (const number of candidates) {
        const rule = prepared[number - 1] as PreparedRule;
        const verdict = yield* tryRule(rule, envelope, decision, tables);
        if (verdict === 'match') return decided(rule);
        if (verdict === 'tempfail') return { outcome: 'tempfail', rule: number };
      }
      return { outcome: 'no-rule' };
    },
  };
}

function decided({ number, rule }: PreparedRule): RulesDecision {
  return { outcome: rule.outcome.type, rule: number };
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
