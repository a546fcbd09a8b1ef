import { isEnvelopeId, isMessageId } from '../queue/ids.js';

/** Envelopes by envelope id, by message id, or all of them. */
export type Selection = string | 'all';

/** What a running server is asked to do. */
export type ControlCommand =
  | { readonly type: 'show-queue'; readonly message?: string }
  | {
      readonly type:
        | 'show-stats'
        | 'show-status'
        | 'show-hosts'
        | 'show-routes'
        | 'show-relays'
        | 'show-hoststats'
        | 'digest';
    }
  | { readonly type: 'schedule' | 'remove' | 'pause-envelope' | 'resume-envelope'; readonly which: Selection }
  | { readonly type: 'discover'; readonly id: string }
  | { readonly type: 'pause' | 'resume'; readonly what: Pausable }
  | { readonly type: 'resume-route'; readonly id: number }
  | { readonly type: 'log'; readonly level: 'brief' | 'verbose' }
  | { readonly type: 'trace' | 'untrace'; readonly subsystem: TraceSubsystem }
  | { readonly type: 'update-table'; readonly table: string };

export type Pausable = 'mda' | 'mta' | 'smtp';

/** What smtpctl(8) knows how to do; the last ones need no server. */
export type ControlRequest =
  | ControlCommand
  | { readonly type: 'monitor' }
  | { readonly type: 'show-envelope'; readonly id: string }
  | { readonly type: 'show-message'; readonly id: string }
  | { readonly type: 'encrypt'; readonly text?: string };

/** Names that -T and `trace` take (smtpd.c:main), those included of which there is nothing to tell here. */
export const TRACE_SUBSYSTEMS = [
  'imsg',
  'io',
  'smtp',
  'filters',
  'mta',
  'bounce',
  'scheduler',
  'lookup',
  'stat',
  'rules',
  'mproc',
  'expand',
  'all',
] as const;
export type TraceSubsystem = (typeof TRACE_SUBSYSTEMS)[number];

/** The verbs, for usage. */
export const CONTROL_USAGE = [
  'show queue [MSGID]',
  'show stats | status | hosts | hoststats | routes | relays',
  'show envelope EVPID',
  'show message MSGID|EVPID',
  'schedule | remove EVPID|MSGID|all',
  'pause | resume envelope EVPID|MSGID|all',
  'pause | resume mda|mta|smtp',
  'resume route ROUTE|all',
  'discover EVPID|MSGID',
  'log brief|verbose',
  'trace | untrace SUBSYSTEM',
  'update table NAME',
  'monitor',
  'encrypt [STRING]',
] as const;

/** Verbs of smtpctl's that make no sense here, with what to say about them. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  [
    'profile',
    'there is one process here and nothing passes between others; Node has profilers of its own (--cpu-prof)',
  ],
  ['unprofile', 'there is nothing to profile here'],
  ['spf', 'smtpctl spf walk needs no server of ours'],
]);

/** Reads the words behind `ctl`; a string says what is wrong with them. */
export function readControlRequest(words: readonly string[]): ControlRequest | string {
  const [verb = '', object, argument, ...rest] = words;
  const reader = VERBS.get(verb);
  if (!reader) {
    const why = ELSEWHERE.get(verb);
    if (why !== undefined) return `${verb} is not supported: ${why}`;
    return verb === '' ? 'what is to be done is missing' : `no command "${verb}"`;
  }
  const { words: taken, request } = reader(object, argument);
  if (typeof request === 'string') return request;
  const stray = [object, argument, ...rest].filter((word) => word !== undefined)[taken];
  return stray === undefined ? request : `one word too many: ${stray}`;
}

/** How many of the words behind the verb were read, and what they ask for. */
interface Reading {
  readonly words: number;
  readonly request: ControlRequest | string;
}

type Reader = (object: string | undefined, argument: string | undefined) => Reading;

const VERBS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['show', readShow],
  ['schedule', (object) => ({ words: 1, request: selection(object, (which) => ({ type: 'schedule', which })) })],
  ['remove', (object) => ({ words: 1, request: selection(object, (which) => ({ type: 'remove', which })) })],
  ['discover', (object) => ({ words: 1, request: withId(object, (id) => ({ type: 'discover', id })) })],
  ['pause', (object, argument) => readPause('pause', object, argument)],
  ['resume', (object, argument) => readPause('resume', object, argument)],
  ['log', (object) => ({ words: 1, request: readLevel(object) })],
  ['trace', (object) => ({ words: 1, request: readTrace('trace', object) })],
  ['untrace', (object) => ({ words: 1, request: readTrace('untrace', object) })],
  ['update', (object, argument) => ({ words: 2, request: readUpdate(object, argument) })],
  ['monitor', () => ({ words: 0, request: { type: 'monitor' } })],
  [
    'encrypt',
    (object) => ({ words: 1, request: { type: 'encrypt', ...(object === undefined ? {} : { text: object }) } }),
  ],
]);

function readShow(what: string | undefined, argument: string | undefined): Reading {
  switch (what) {
    case 'queue':
      if (argument === undefined) return { words: 1, request: { type: 'show-queue' } };
      return {
        words: 2,
        request: isMessageId(argument) ? { type: 'show-queue', message: argument } : noId(argument, 'a message'),
      };
    case 'stats':
    case 'status':
    case 'hosts':
    case 'hoststats':
    case 'routes':
    case 'relays':
      return { words: 1, request: { type: `show-${what}` } };
    case 'envelope':
      return {
        words: 2,
        request: isEnvelopeId(argument ?? '')
          ? { type: 'show-envelope', id: argument as string }
          : noId(argument, 'an envelope'),
      };
    case 'message':
      return { words: 2, request: withId(argument, (id) => ({ type: 'show-message', id })) };
    default:
      return {
        words: 0,
        request: 'show takes queue, stats, status, hosts, hoststats, routes, relays, envelope or message',
      };
  }
}

function readPause(verb: 'pause' | 'resume', object: string | undefined, argument: string | undefined): Reading {
  if (object === 'envelope') {
    return { words: 2, request: selection(argument, (which) => ({ type: `${verb}-envelope`, which })) };
  }
  if (object === 'mda' || object === 'mta' || object === 'smtp') {
    return { words: 1, request: { type: verb, what: object } };
  }
  if (verb === 'resume' && object === 'route') return { words: 2, request: readRoute(argument) };
  return { words: 0, request: `${verb} takes mda, mta, smtp${verb === 'resume' ? ', route' : ''} or envelope` };
}

/** Routes have the numbers that `show routes` tells of; smtpctl takes 0 for all of them. */
function readRoute(text: string | undefined): ControlRequest | string {
  if (text === 'all') return { type: 'resume-route', id: 0 };
  if (text === undefined) return 'the number of a route is missing; show routes has them';
  return /^\d{1,15}$/.test(text)
    ? { type: 'resume-route', id: Number(text) }
    : `"${text}" is no number of a route; show routes has them`;
}

function readLevel(level: string | undefined): ControlRequest | string {
  return level === 'brief' || level === 'verbose' ? { type: 'log', level } : 'log takes brief or verbose';
}

function readTrace(verb: 'trace' | 'untrace', name: string | undefined): ControlRequest | string {
  const subsystem = TRACE_SUBSYSTEMS.find((known) => known === name);
  return subsystem ? { type: verb, subsystem } : `${verb} takes one of ${TRACE_SUBSYSTEMS.join(', ')}`;
}

function readUpdate(what: string | undefined, table: string | undefined): ControlRequest | string {
  return what === 'table' && table !== undefined ? { type: 'update-table', table } : 'update takes table and its name';
}

function selection(text: string | undefined, make: (which: Selection) => ControlRequest): ControlRequest | string {
  const known = text !== undefined && (text === 'all' || isEnvelopeId(text) || isMessageId(text));
  return known ? make(text) : noId(text, 'an envelope or a message, nor "all"');
}

function withId(text: string | undefined, make: (id: string) => ControlRequest): ControlRequest | string {
  const known = text !== undefined && (isEnvelopeId(text) || isMessageId(text));
  return known ? make(text) : noId(text, 'an envelope or a message');
}

function noId(text: string | undefined, what: string): string {
  if (text === undefined) return 'an id is missing';
  return `"${text}" is no id of ${what}; ids have 16 hexadecimal digits, those of messages 8`;
}
