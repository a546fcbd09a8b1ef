import type { FilterCondition } from '@smtpd-conf/compiler';
import type { TraceEvent } from '@smtpd-conf/engine';
import { detail, type ExplainedLine } from './explained-line.js';

/** What each filter of a phase saw and decided. */
export function explainFilters(events: readonly TraceEvent[], depth: number): ExplainedLine[] {
  return events.flatMap((event): ExplainedLine[] => {
    if (event.type === 'filter-condition') {
      const seen = event.value === undefined ? '' : ` "${event.value}"`;
      const text = `filter "${event.filter}" at ${event.phase}: ${conditionText(event.condition)}${seen}: ${event.matched ? 'matches' : 'does not match'}`;
      return [detail(text, depth, event.origin)];
    }
    // A chain's end, which lets everything pass, is not worth a line.
    if (event.type !== 'filter-action' || event.filter === undefined) return [];
    const kind = event.action === 'reject' || event.action === 'disconnect' ? 'bad' : 'detail';
    const response = event.response === undefined ? '' : ` "${event.response}"`;
    return [{ text: `filter "${event.filter}": ${event.action}${response}`, depth, kind }];
  });
}

function conditionText({ type, negated, regex, table }: FilterCondition): string {
  const where = table === undefined ? '' : table.startsWith('<') ? ' in its list' : ` in <${table}>`;
  return `${negated ? '!' : ''}${type}${regex ? ' regex' : ''}${where}`;
}
