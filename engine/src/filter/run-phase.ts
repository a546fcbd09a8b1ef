import type { BuiltinFilter, ProcFilter } from '@smtpd-conf/compiler';
import type { DecisionPhase } from '@smtpd-conf/grammar';
import { utf8Decoded, utf8Encoded } from '../session/byte-text.js';
import { perform, type Task } from '../task.js';
import type { Tracer } from '../trace.js';
import { tryCondition } from './condition.js';
import type { FilterResponse } from './effects.js';
import type { FilterAction } from './events.js';
import type { FilterSession } from './filter-session.js';
import { type FilterListener, noteAnswer } from './note-answer.js';
import { report } from './report.js';
import type { TableAccess } from './table-access.js';

/** What a phase comes to. `crashed`: the daemon fell over, and why. */
export type PhaseDecision = FilterResponse | Crash;

interface Crash {
  readonly type: 'crashed';
  readonly reason: string;
}

export interface FilterServices extends FilterListener {
  readonly tables: TableAccess;
  readonly trace?: Tracer;
}

interface PhaseContext extends FilterServices {
  readonly session: FilterSession;
  readonly phase: DecisionPhase;
  /** What filters are asked about: an address without its brackets, a name. */
  readonly query: string;
}

/**
 * lka_filter.c:filter_protocol and filter_protocol_internal: the session's filters in this phase, in the order written, until one
 * decides. `argument` is what stands behind the command.
 */
export function* runPhase(
  session: FilterSession,
  phase: DecisionPhase,
  argument: string,
  services: FilterServices,
): Task<PhaseDecision> {
  const query = note(session, phase, argument);
  const context: PhaseContext = { ...services, session, phase, query };
  for (const filter of session.chain.entries.get(phase) ?? []) {
    const decision = filter.type === 'proc' ? yield* askProcess(filter, context) : yield* runBuiltin(filter, context);
    if (decision) return decision;
  }
  tell(context, 'proceed');
  return { type: 'proceed' };
}

/** What filter_protocol keeps of an argument for conditions in this phase and later ones, and what it asks about. */
function note(session: FilterSession, phase: DecisionPhase, argument: string): string {
  switch (phase) {
    case 'helo':
    case 'ehlo':
      session.helo = argument;
      return argument;
    case 'mail-from':
      session.mailFrom = withinBrackets(argument);
      return session.mailFrom;
    case 'rcpt-to':
      return withinBrackets(argument);
    default:
      return argument;
  }
}

function withinBrackets(path: string): string {
  return path.slice(1, path.indexOf('>'));
}

/** Undefined where the next filter is to be asked. */
function* askProcess(filter: ProcFilter, context: PhaseContext): Task<PhaseDecision | undefined> {
  const { phase, query, session } = context;
  tell(context, 'deferred', filter.name);
  const response = yield* perform({
    type: 'filter:request',
    filter: filter.name,
    proc: filter.proc,
    phase,
    session: session.id,
    fields: phase === 'connect' ? [session.rdns, query] : [query],
  });
  noteAnswer(context);
  tell(context, response.type, filter.name, 'text' in response ? utf8Decoded(response.text) : undefined);
  // lka_filter.c:lka_filter_process_response ends the daemon.
  if (response.type === 'junk' && phase === 'commit') {
    return { type: 'crashed', reason: `filter ${filter.name} answers junk in phase commit` };
  }
  return response.type === 'proceed' ? undefined : response;
}

function* runBuiltin(filter: BuiltinFilter, context: PhaseContext): Task<PhaseDecision | undefined> {
  const { phase, query, session, tables, trace } = context;
  const { condition, decision, name } = filter;
  const verdict = yield* tryCondition(condition, session, phase === 'rcpt-to' ? query : undefined, tables);
  trace?.({
    type: 'filter-condition',
    filter: name,
    origin: filter.origin,
    phase,
    condition,
    ...(verdict.value === undefined ? {} : { value: utf8Decoded(verdict.value) }),
    lookups: verdict.lookups,
    matched: verdict.outcome === 'matched',
  });
  if (verdict.outcome === 'crashed') {
    return { type: 'crashed', reason: `filter ${name} asks in phase ${phase} for what is not known yet` };
  }
  if (verdict.outcome === 'not-matched') return void tell(context, 'proceed', name);
  tell(context, decision.type, name, 'text' in decision ? decision.text : undefined);
  switch (decision.type) {
    case 'report':
      yield* report(session, 'filter-report', ['builtin', name, utf8Encoded(decision.text)]);
      return void tell(context, 'proceed', name);
    case 'bypass':
      return { type: 'proceed' };
    case 'junk':
      return { type: 'junk' };
    case 'rewrite':
      return { type: 'rewrite', text: utf8Encoded(decision.text) };
    case 'reject':
    case 'disconnect':
      return { type: decision.type, text: utf8Encoded(decision.text) };
  }
}

function tell(context: PhaseContext, action: FilterAction, filter?: string, response?: string): void {
  context.trace?.({
    type: 'filter-action',
    phase: context.phase,
    action,
    query: utf8Decoded(context.query),
    ...(filter === undefined ? {} : { filter }),
    ...(response === undefined ? {} : { response }),
  });
}
