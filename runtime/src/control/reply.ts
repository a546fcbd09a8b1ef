import { durationText } from '../log/duration.js';
import { type RelayingEntry, relayingText } from '../relay/relaying-entry.js';
import type { QueueEntry } from './queue-line.js';
import { queueLine } from './queue-line.js';
import type { Digest } from './statistics.js';

/** What a server answers to a command, one after the other. */
export type ControlReply =
  | { readonly type: 'envelope'; readonly entry: QueueEntry }
  | { readonly type: 'statistic'; readonly name: string; readonly value: number }
  | { readonly type: 'status'; readonly mda: Running; readonly mta: Running; readonly smtp: Running }
  | { readonly type: 'digest'; readonly digest: Digest }
  | RelayingEntry
  | { readonly type: 'changed'; readonly count: number; readonly how: Change }
  | { readonly type: 'succeeded' }
  | { readonly type: 'failed'; readonly why?: string };

export type Running = 'running' | 'paused';
export type Change = 'scheduled' | 'removed' | 'paused' | 'resumed' | 'discovered';

/** A reply as smtpctl prints it (smtpctl.c). `now` in seconds since the epoch. */
export function replyText(reply: ControlReply, now: number): string {
  switch (reply.type) {
    case 'envelope':
      return queueLine(reply.entry, now);
    case 'statistic':
      if (reply.name !== 'uptime') return `${reply.name}=${reply.value}`;
      return `uptime=${reply.value}\nuptime.human=${durationText(reply.value)}`;
    case 'status':
      return `MDA ${reply.mda}\nMTA ${reply.mta}\nSMTP ${reply.smtp}`;
    case 'digest':
      return JSON.stringify(reply.digest);
    case 'host':
    case 'route':
    case 'relay':
    case 'hoststat':
      return relayingText(reply);
    case 'changed':
      return `${reply.count} envelope${plural(reply)} ${reply.how}`;
    case 'succeeded':
      return 'command succeeded';
    case 'failed':
      return reply.why === undefined ? 'command failed' : `command failed: ${reply.why}`;
  }
}

/** smtpctl says "0 envelope removed", but "0 envelopes discovered". */
function plural({ count, how }: Extract<ControlReply, { type: 'changed' }>): string {
  return count > 1 || (count === 0 && how === 'discovered') ? 's' : '';
}
