import type { DecisionPhase } from '@smtpd-conf/grammar';
import { perform, type Task } from '../task.js';
import type { FilterResponse, ReportEvent } from './effects.js';
import type { FilterSession } from './filter-session.js';

/** lka_filter.c:report_smtp_broadcast: an event for the session's filter processes, where it has any. */
export function* report(session: FilterSession | undefined, event: ReportEvent, fields: readonly string[]): Task<void> {
  if (!session || session.chain.procs.length === 0) return;
  yield* perform({ type: 'filter:report', procs: session.chain.procs, session: session.id, event, fields });
}

/** What lka_report_smtp_filter_response calls a phase, where that is not the phase's name. */
const PHASE_NAMES: Partial<Record<DecisionPhase, string>> = { connect: 'connected', starttls: 'tls' };

/** lka_report_smtp_filter_response: how a phase was decided. */
export function* reportResponse(
  session: FilterSession | undefined,
  phase: DecisionPhase,
  response: FilterResponse,
): Task<void> {
  const fields = [PHASE_NAMES[phase] ?? phase, response.type, ...('text' in response ? [response.text] : [])];
  yield* report(session, 'filter-response', fields);
}
