import type { CompiledRule } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import type { Tables } from '../tables/tables.js';
import type { Task } from '../task.js';
import type { MatchEvent, Verdict } from '../trace.js';
import type { TracedLookup } from '../traced-lookup.js';
import { ask, criteriaOf, type RuleCriterion, verdictOf } from './criteria.js';
import type { RulesDecision } from './rules-decision.js';

/** ruleset.c:ruleset_match as it is written: rule by rule, criterion by criterion. Tells of each what it came to. */
export function* walkRules(
  rules: readonly CompiledRule[],
  tables: Tables,
  envelope: Envelope,
  trace?: (event: MatchEvent) => void,
): Task<RulesDecision> {
  let decision: RulesDecision = { outcome: 'no-rule' };
  for (const [at, rule] of rules.entries()) {
    const number = at + 1;
    trace?.({ type: 'rule-entered', rule: number, origin: rule.origin });
    const verdict = yield* tryCriteria(rule, number, tables, envelope, trace);
    trace?.({ type: 'rule-left', rule: number, verdict });
    if (verdict === 'no-match') continue;
    decision = { outcome: verdict === 'match' ? rule.outcome.type : 'tempfail', rule: number };
    break;
  }
  trace?.({ type: 'rules-decided', dest: envelope.dest, ...decision });
  return decision;
}

function* tryCriteria(
  rule: CompiledRule,
  number: number,
  tables: Tables,
  envelope: Envelope,
  trace?: (event: MatchEvent) => void,
): Task<Verdict> {
  for (const criterion of criteriaOf(rule)) {
    const { verdict, lookup } = yield* tryCriterion(criterion, tables, envelope);
    const { negated } = criterion.test;
    trace?.({
      type: 'criterion',
      rule: number,
      criterion: criterion.criterion,
      negated,
      ...(lookup ? { lookup } : {}),
      verdict,
    });
    if (verdict !== 'match') return verdict;
  }
  return 'match';
}

function* tryCriterion(
  { kind, test }: RuleCriterion,
  tables: Tables,
  envelope: Envelope,
): Task<{ readonly verdict: Verdict; readonly lookup?: TracedLookup }> {
  const asked = ask(kind, test, envelope);
  if (typeof asked === 'string') return { verdict: asked };
  const lookup = yield* tables.match(test.table as string, asked.service, asked.key);
  return { verdict: verdictOf(test, lookup.result), lookup };
}
