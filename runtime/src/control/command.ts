import { isEnvelopeId, isMessageId } from '../queue/ids.js';

/** Envelopes by envelope id, by message id, or all of them. */
export type Selection = string | 'all';

/** What smtpctl(8) can ask of a running server. */
export type ControlCommand =
  | { readonly type: 'show-queue'; readonly message?: string }
  | { readonly type: 'show-stats' | 'show-status' | 'show-hosts' | 'show-routes' | 'show-relays' }
  | { readonly type: 'show-envelope' | 'show-message'; readonly id: string }
  | { readonly type: 'schedule' | 'remove' | 'pause-envelope' | 'resume-envelope'; readonly which: Selection }
  | { readonly type: 'pause' | 'resume'; readonly what: 'mda' | 'mta' | 'smtp' }
  | { readonly type: 'log'; readonly level: 'brief' | 'verbose' }
  | { readonly type: 'trace' | 'untrace'; readonly subsystem: TraceSubsystem }
  | { readonly type: 'update-table'; readonly table: string }
  | { readonly type: 'monitor' };

/** What smtpd(8) knows of -T, as far as there is something to tell of here. */
export const TRACE_SUBSYSTEMS = ['all', 'expand', 'filters', 'lookup', 'mta', 'rules', 'scheduler', 'smtp'] as const;
export type TraceSubsystem = (typeof TRACE_SUBSYSTEMS)[number];

/** The verbs, for usage. */
export const CONTROL_USAGE = [
  'show queue [MSGID] | stats | status | hosts | routes | relays',
  'show envelope EVPID | message MSGID|EVPID',
  'schedule EVPID|MSGID|all',
  'remove EVPID|MSGID|all',
  'pause | resume mda|mta|smtp',
  'pause | resume envelope EVPID|MSGID|all',
  'log brief|verbose',
  `trace | untrace ${TRACE_SUBSYSTEMS.join('|')}`,
  'update table NAME',
  'monitor',
  'encrypt [STRING]',
] as const;

/** Reads the words behind `ctl`; a string says what is wrong with them. */
export function readControlCommand(words: readonly string[]): ControlCommand | string {
  const [verb = '', object = '', argument] = words;
  if (words.length > 3) return `too many words: ${words.slice(3).join(' ')}`;
  switch (verb) {
    case 'show':
      return readShow(object, argument);
    case 'schedule':
    case 'remove':
      if (argument !== undefined) return `too many words: ${argument}`;
      return selection(object, (which) => ({ type: verb, which }));
    case 'pause':
    case 'resume':
      if (object === 'envelope') return selection(argument ?? '', (which) => ({ type: `${verb}-envelope`, which }));
      if (object === 'mda' || object === 'mta' || object === 'smtp') return { type: verb, what: object };
      return `${verb} takes mda, mta, smtp or envelope`;
    case 'log':
      return object === 'brief' || object === 'verbose' ? { type: 'log', level: object } : 'log takes brief or verbose';
    case 'trace':
    case 'untrace': {
      const subsystem = TRACE_SUBSYSTEMS.find((known) => known === object);
      return subsystem ? { type: verb, subsystem } : `${verb} takes one of ${TRACE_SUBSYSTEMS.join(', ')}`;
    }
    case 'update':
      if (object !== 'table' || argument === undefined) return 'update takes table and its name';
      return { type: 'update-table', table: argument };
    case 'monitor':
      return { type: 'monitor' };
    default:
      return verb === '' ? 'what is to be done is missing' : `no command "${verb}"`;
  }
}

function readShow(what: string, argument: string | undefined): ControlCommand | string {
  switch (what) {
    case 'queue':
      if (argument === undefined) return { type: 'show-queue' };
      return isMessageId(argument) ? { type: 'show-queue', message: argument } : noId(argument, 'message');
    case 'stats':
    case 'status':
    case 'hosts':
    case 'routes':
    case 'relays':
      return { type: `show-${what}` };
    case 'envelope':
      return isEnvelopeId(argument ?? '')
        ? { type: 'show-envelope', id: argument as string }
        : noId(argument, 'envelope');
    case 'message':
      return isEnvelopeId(argument ?? '') || isMessageId(argument ?? '')
        ? { type: 'show-message', id: argument as string }
        : noId(argument, 'message');
    default:
      return 'show takes queue, stats, status, hosts, routes, relays, envelope or message';
  }
}

function selection(text: string, make: (which: Selection) => ControlCommand): ControlCommand | string {
  const known = text === 'all' || isEnvelopeId(text) || isMessageId(text);
  return known ? make(text) : noId(text === '' ? undefined : text, 'envelope, message or "all"');
}

function noId(text: string | undefined, what: string): string {
  return text === undefined ? `the id of a ${what} is missing` : `"${text}" is no id of a ${what}`;
}
