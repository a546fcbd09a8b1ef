import { defineClauses } from './clause.js';

/** What kind of filter a name stands for; follows `filter NAME`. */
export const FILTERS = defineClauses('filter', 'filter', {
  'filter.proc': { syntax: '6.6.0 proc STRING', doc: 'A filter in a process defined with proc.' },
  'filter.proc-exec': {
    syntax: '6.6.0 proc-exec STRING',
    doc: 'A filter in a process of its own; user, group and chroot may follow.',
  },
  'filter.phase': { syntax: '6.6.0 phase', doc: 'A built-in filter: one phase, one condition, one decision.' },
  'filter.chain': { syntax: '6.6.0 chain FILTERS', doc: 'Filters to run one after the other.' },
});

export const PHASES = defineClauses('filter-phase', 'filter', {
  'phase.connect': { syntax: '6.6.0 connect', doc: 'When a client has connected.' },
  'phase.helo': { syntax: '6.6.0 helo', doc: 'At HELO.' },
  'phase.ehlo': { syntax: '6.6.0 ehlo', doc: 'At EHLO.' },
  'phase.auth': {
    syntax: '6.7.0 auth',
    doc: 'Meant for AUTH; the daemon never sets this phase, so the filter runs at connect.',
    undocumented: true,
  },
  'phase.mail-from': { syntax: '6.6.0 mail-from', doc: 'At MAIL FROM.' },
  'phase.rcpt-to': { syntax: '6.6.0 rcpt-to', doc: 'At RCPT TO.' },
  'phase.data': { syntax: '6.6.0 data', doc: 'At DATA.' },
  'phase.commit': { syntax: '6.6.0 commit', doc: 'When the message has been received.' },
});

/**
 * The phases of a session, in the order of lka_filter.c:filter_execs. A filter process registers for those that it wants; a built-in
 * filter stands in one of the PHASES that smtpd.conf knows.
 */
export const FILTER_PHASES = [
  'connect',
  'helo',
  'ehlo',
  'starttls',
  'auth',
  'mail-from',
  'rcpt-to',
  'data',
  'data-line',
  'rset',
  'quit',
  'noop',
  'help',
  'wiz',
  'commit',
] as const;

export type Phase = (typeof FILTER_PHASES)[number];

/** The phases in which a filter is asked for a decision; data lines pass through filters instead. */
export type DecisionPhase = Exclude<Phase, 'data-line'>;

/** Conditions of a built-in filter; each may have `!` before it. Which phase knows which: PHASE_CONDITIONS. */
export const CONDITIONS = defineClauses('filter-condition', 'filter', {
  'condition.fcrdns': { syntax: '6.6.0 fcrdns', doc: 'The name of the client resolves back to its address.' },
  'condition.rdns': {
    syntax: ['6.6.0 rdns', '6.6.0 rdns TABLE', '6.6.0 rdns regex TABLE'],
    doc: 'The address of the client has a name, or one of these names.',
  },
  'condition.src': {
    syntax: ['6.6.0 src TABLE', '6.6.0 src regex TABLE'],
    doc: 'The address that the client connects from.',
  },
  'condition.helo': {
    syntax: ['6.6.0 helo TABLE', '6.6.0 helo regex TABLE'],
    doc: 'The name that the client greeted with.',
  },
  'condition.auth': {
    syntax: ['6.7.0 auth', '6.7.0 auth TABLE', '6.7.0 auth regex TABLE'],
    doc: 'The session is authenticated, or as one of these users.',
  },
  'condition.mail-from': {
    syntax: ['6.6.0 mail-from TABLE', '6.6.0 mail-from regex TABLE'],
    doc: 'The sender address.',
  },
  'condition.rcpt-to': {
    syntax: ['6.6.0 rcpt-to TABLE', '6.6.0 rcpt-to regex TABLE'],
    doc: 'The recipient address.',
  },
});

type PhaseId = keyof typeof PHASES;
type ConditionId = keyof typeof CONDITIONS;

const CLIENT: readonly ConditionId[] = ['condition.fcrdns', 'condition.rdns', 'condition.src'];
const GREETED: readonly ConditionId[] = [...CLIENT, 'condition.helo'];
const SESSION: readonly ConditionId[] = [...GREETED, 'condition.auth'];
const SENDER: readonly ConditionId[] = [...SESSION, 'condition.mail-from'];

/** The conditions each phase knows (parse.y: filter_phase_*_options). */
export const PHASE_CONDITIONS: Readonly<Record<PhaseId, readonly ConditionId[]>> = {
  'phase.connect': CLIENT,
  'phase.helo': GREETED,
  'phase.ehlo': GREETED,
  'phase.auth': SESSION,
  'phase.mail-from': SENDER,
  'phase.rcpt-to': [...SENDER, 'condition.rcpt-to'],
  'phase.data': SENDER,
  'phase.commit': SENDER,
};

export const DECISIONS = defineClauses('filter-decision', 'filter', {
  'decision.reject': { syntax: '6.6.0 reject STRING', doc: 'Answer with this refusal; the session goes on.' },
  'decision.disconnect': { syntax: '6.6.0 disconnect STRING', doc: 'Answer with this refusal and hang up.' },
  'decision.rewrite': { syntax: '6.6.0 rewrite STRING', doc: 'Put this in place of what the client said.' },
  'decision.report': {
    syntax: '6.6.0 report STRING',
    doc: 'Write this to the report stream; the session goes on.',
    undocumented: true,
  },
  'decision.junk': { syntax: '6.6.0 junk', doc: 'Mark the message as spam.' },
  'decision.bypass': { syntax: '6.7.0 bypass', doc: 'Skip the filters that follow in this phase.' },
});

type DecisionId = keyof typeof DECISIONS;

const DECISION_IDS = Object.keys(DECISIONS) as DecisionId[];

/** The decisions each phase knows: all, but a message that is being committed can be neither marked nor let through. */
export function phaseDecisions(phase: PhaseId): readonly DecisionId[] {
  if (phase !== 'phase.commit') return DECISION_IDS;
  return DECISION_IDS.filter((id) => id !== 'decision.junk' && id !== 'decision.bypass');
}
