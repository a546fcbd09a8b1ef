import { type OpenKind, openRelays } from '../predicates/relaying.js';
import type { Subject } from '../subject.js';
import { type RulingStatement, rulingStatementOf } from './match-statements.js';

/** The statements that let strangers relay for this reason, each once. */
export function openRelayStatements(kind: OpenKind, subject: Subject): ReadonlySet<RulingStatement> {
  const open = subject.once(openRelays).filter((one) => one.kind === kind);
  return new Set(open.flatMap(({ rule }) => rulingStatementOf(rule, subject) ?? []));
}
