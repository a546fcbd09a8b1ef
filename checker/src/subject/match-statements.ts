import type { MatchStatement } from '@smtpd-conf/grammar';
import type { Rule } from '../predicates/rule-tests.js';
import type { Subject } from '../subject.js';

/** The statement of a compiled rule. */
export function statementOf(rule: Rule, subject: Subject): MatchStatement | undefined {
  const statement = subject.statementAt(rule.origin);
  return statement?.kind === 'match' ? statement : undefined;
}

/** The compiled rules of the statements that are to be looked at. */
export function rulesOf(subject: Subject): readonly Rule[] {
  const { rules } = subject.analysis.state;
  if (subject.part === undefined) return rules;
  const own = new Set(subject.of('match'));
  const starts = new Set([...own].map(({ tokens }) => tokens[0]?.start ?? -1));
  return rules.filter((rule) => {
    const statement = starts.has(rule.origin.start) ? statementOf(rule, subject) : undefined;
    return statement !== undefined && own.has(statement);
  });
}
