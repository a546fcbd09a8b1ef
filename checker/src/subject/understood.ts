import { PROBLEMS, type Problem, type ProblemId } from '@smtpd-conf/compiler';
import type { Source, Statement, StatementKind } from '@smtpd-conf/grammar';

/** Statements that no rule, listener or table depends on. */
const BESIDE: ReadonlySet<StatementKind> = new Set<StatementKind>(['setting', 'pki', 'ca', 'obsolete']);

/** What is wrong in the text itself may reach into the lines below. */
const REACHING: ReadonlySet<ProblemId> = new Set<ProblemId>([
  'unterminated-string',
  'string-too-long',
  'macro-undefined',
  'invalid-number',
  'nul-byte',
  'memory-exhausted',
  'too-many-errors',
]);

/**
 * Whether it is known what the file says about mail, all the same: only the host lacks something, or the fault is in a statement
 * that has no part in it.
 * @param statementsOf those of a file, in its order
 */
export function isUnderstood(
  { id, place }: Problem,
  statementsOf: (source: Source) => readonly Statement[] | undefined,
): boolean {
  if (PROBLEMS[id].understood) return true;
  if (place === undefined || REACHING.has(id)) return false;
  const statement = statementsOf(place.source)?.findLast(({ tokens }) => (tokens[0]?.start ?? 0) <= place.start);
  if (statement === undefined || !BESIDE.has(statement.kind)) return false;
  // Actions name wrappers, and a string over several lines has eaten statements.
  if (statement.kind === 'setting' && statement.setting?.id === 'mda.wrapper') return false;
  return !statement.tokens.some(({ text }) => text.includes('\n'));
}
