import type { ClauseNode, Token } from '@smtpd-conf/grammar';
import { placeOf } from '../problem.js';
import type { Complaint } from '../statement-context.js';

/** The complaint about an option that may stand once; `before` is the one that stands already. */
export function duplicate(clause: ClauseNode, daemon: string, before?: ClauseNode): Complaint {
  const words = clause.words.map((word) => word.text).join(' ');
  const id = before === undefined || before.id === clause.id ? 'duplicate-option' : 'conflicting-options';
  const other = before?.words.map((word) => word.text).join(' ');
  return {
    id,
    daemon,
    what: id === 'duplicate-option' ? `${words} is given twice.` : `${words} and ${other} exclude each other.`,
    at: clause.words[0] as Token,
    related: before ? [{ message: 'given here first', place: placeOf(before.words[0] as Token) }] : [],
  };
}
