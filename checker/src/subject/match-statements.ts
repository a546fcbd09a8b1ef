import type { MatchStatement } from '@smtpd-conf/grammar';
import type { Rule } from '../predicates/rule-tests.js';
import type { Subject } from '../subject.js';

/** The statement of a compiled rule. */
export function statementOf(rule: Rule, subject: Subject): MatchStatement | undefined {
  const statement = subject.statementAt(rule.origin);
  return statement?.kind === 'match' ? statement : undefined;
}
