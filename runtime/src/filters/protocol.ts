import type { CompiledConfig, Subsystem } from '@smtpd-conf/compiler';
import type { FilterResponse } from '@smtpd-conf/engine';
import { FILTER_PHASES, type Phase } from '@smtpd-conf/grammar';
import { daemonVersion } from '../daemon-version.js';

/** What a filter process says, a line at a time (smtpd-filters(7), lka_filter.c:processor_io). */
export type FilterLine =
  | { readonly type: 'ready' }
  | { readonly type: 'hook'; readonly phase: Phase }
  | { readonly type: 'listen'; readonly direction: Subsystem /** "*" for all. */; readonly event: string }
  | { readonly type: 'result'; readonly session: string; readonly token: string; readonly response: FilterResponse }
  | { readonly type: 'data-line'; readonly session: string; readonly token: string; readonly line: string }
  | { readonly type: 'report'; readonly direction: string; readonly event: string; readonly rest: string }
  /** The daemon gives up over these, in these words. */
  | { readonly type: 'invalid'; readonly problem: string };

/** PROTOCOL_VERSION in lka_filter.c since 7.4.0, and before. */
export function protocolVersion(version: string): string {
  return version < '7' ? '0.6' : '0.7';
}

/** smtpd.h: SMTPD_SESSION_TIMEOUT, in seconds. */
const SESSION_TIMEOUT = 300;

/** What a process is told before anything else (lka_proc_config). */
export function configLines(config: CompiledConfig, subsystems: readonly Subsystem[]): readonly string[] {
  const { version } = config.target;
  const { admd, hostname } = config.settings;
  return [
    `config|smtpd-version|${daemonVersion(config.target)}`,
    ...(version < '7' ? [] : [`config|protocol|${protocolVersion(version)}`]),
    `config|smtp-session-timeout|${SESSION_TIMEOUT}`,
    ...subsystems.map((subsystem) => `config|subsystem|${subsystem}`),
    `config|admd|${admd ?? hostname}`,
    'config|ready',
  ];
}

export function readFilterLine(line: string): FilterLine {
  if (line.startsWith('register|')) return readRegistration(line);
  const [kind = '', session = '', token = '', ...rest] = line.split('|');
  switch (kind) {
    case 'filter-result':
    case 'filter-dataline': {
      if (!HEX.test(session)) return { type: 'invalid', problem: `Invalid reqid: ${line}` };
      if (!HEX.test(token) || rest.length === 0) return { type: 'invalid', problem: `Invalid token: ${line}` };
      const ids = { session: session.padStart(16, '0'), token: token.padStart(16, '0') };
      if (kind === 'filter-dataline') return { type: 'data-line', ...ids, line: rest.join('|') };
      const response = readResponse(rest);
      return typeof response === 'string'
        ? { type: 'invalid', problem: `${response}: ${line}` }
        : { type: 'result', ...ids, response };
    }
    case 'report': {
      const [, , , direction = '', event = '', ...report] = line.split('|');
      return { type: 'report', direction, event, rest: report.join('|') };
    }
    default:
      return { type: 'invalid', problem: `Invalid filter message type: ${line}` };
  }
}

const HEX = /^[0-9a-f]{1,16}$/i;

function readRegistration(line: string): FilterLine {
  if (line === 'register|ready') return { type: 'ready' };
  const [, kind = '', direction = '', name = ''] = line.split('|');
  const incoming = direction.toLowerCase() === 'smtp-in';
  if (kind === 'filter' && incoming) {
    const phase = FILTER_PHASES.find((known) => known === name);
    return phase ? { type: 'hook', phase } : { type: 'invalid', problem: `Unrecognized report name: ${name}` };
  }
  if (kind === 'report' && (incoming || direction === 'smtp-out')) {
    return { type: 'listen', direction: incoming ? 'smtp-in' : 'smtp-out', event: name };
  }
  if (kind === 'filter' || kind === 'report') {
    return { type: 'invalid', problem: `Invalid message direction: ${direction}|${name}` };
  }
  return { type: 'invalid', problem: `Invalid register line received: ${line}` };
}

/** A response, or what is wrong with it. */
function readResponse([decision = '', ...rest]: readonly string[]): FilterResponse | string {
  switch (decision) {
    case 'proceed':
    case 'junk':
      return rest.length === 0 ? { type: decision } : 'Invalid directive';
    case 'rewrite':
    case 'reject':
    case 'disconnect':
    case 'report':
      return rest.length === 0 ? 'Missing parameter' : { type: decision, text: rest.join('|') };
    default:
      return rest.length === 0 ? 'Missing parameter' : 'Invalid directive';
  }
}

/** Seconds and microseconds since the epoch. */
export function timestamp(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000);
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
}
