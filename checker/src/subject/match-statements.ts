import type { MatchStatement, RuleStatement } from '@smtpd-conf/grammar';
import type { Rule } from '../predicates/rule-tests.js';
import type { Subject } from '../subject.js';
import { exchanged } from './changed-part.js';

/** What says a rule; that of the grammar before 6.4 may say several. */
export type RulingStatement = MatchStatement | RuleStatement;

/** The statement of a compiled rule. */
export function rulingStatementOf(rule: Rule, subject: Subject): RulingStatement | undefined {
  const statement = subject.statementAt(rule.origin);
  return statement?.kind === 'match' || statement?.kind === 'rule' ? statement : undefined;
}

/** The same, of today's grammar. */
export function statementOf(rule: Rule, subject: Subject): MatchStatement | undefined {
  const statement = rulingStatementOf(rule, subject);
  return statement?.kind === 'match' ? statement : undefined;
}

/** The compiled rules of the statements that are to be looked at. */
export function rulesOf(subject: Subject): readonly Rule[] {
  const { rules } = subject.analysis.state;
  if (subject.part === undefined) return rules;
  const { byStatement } = subject.onward(rulesByStatement);
  return subject.of('match').flatMap((statement) => byStatement.get(statement) ?? []);
}

interface RulesByStatement {
  readonly rules: readonly Rule[];
  readonly byStatement: Map<MatchStatement, Rule>;
}

/** A statement has one rule; which, does not change. */
function rulesByStatement(subject: Subject, before: RulesByStatement | undefined): RulesByStatement {
  const { rules } = subject.analysis.state;
  const byStatement = before?.byStatement ?? new Map<MatchStatement, Rule>();
  const { gone, come } = exchanged(before?.rules ?? [], rules);
  const left = new Set(gone);
  for (const [statement, rule] of gone.length > 0 ? byStatement : []) if (left.has(rule)) byStatement.delete(statement);
  for (const rule of come) {
    const statement = statementOf(rule, subject);
    if (statement) byStatement.set(statement, rule);
  }
  return { rules, byStatement };
}
