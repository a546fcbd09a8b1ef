import type { Rule } from '../predicates/rule-tests.js';
import { shadows } from '../predicates/shadows.js';
import type { Subject } from '../subject.js';
import { type RulingStatement, rulingStatementOf } from './match-statements.js';

/** A statement that no mail reaches, and the one that takes it; of several rules of one statement the first. */
export interface ShadowedStatement {
  readonly statement: RulingStatement;
  readonly rule: Rule;
  readonly by: RulingStatement;
  readonly taking: Rule;
}

/** A statement of the grammar before 6.4 is one of them where all of its rules are shadowed by others than themselves. */
export function shadowedStatements(subject: Subject): readonly ShadowedStatement[] {
  const found = new Map<RulingStatement, ShadowedStatement[]>();
  for (const { rule, by: taking } of subject.once(shadows)) {
    const [statement, by] = [rulingStatementOf(rule, subject), rulingStatementOf(taking, subject)];
    if (!statement || !by || statement === by) continue;
    const known = found.get(statement);
    if (known) known.push({ statement, rule, by, taking });
    else found.set(statement, [{ statement, rule, by, taking }]);
  }
  const counts = [...found.keys()].some(({ kind }) => kind === 'rule') ? subject.once(ruleCounts) : undefined;
  return [...found].flatMap(([statement, [first, ...others]]) =>
    first && (statement.kind === 'match' || counts?.get(statement) === others.length + 1) ? [first] : [],
  );
}

/** How many rules each statement of the grammar before 6.4 has become. */
function ruleCounts(subject: Subject): ReadonlyMap<RulingStatement, number> {
  const counts = new Map<RulingStatement, number>();
  for (const rule of subject.analysis.state.rules) {
    const statement = rulingStatementOf(rule, subject);
    if (statement?.kind === 'rule') counts.set(statement, (counts.get(statement) ?? 0) + 1);
  }
  return counts;
}
