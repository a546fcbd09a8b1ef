import { addressOf } from '../queue/address-text.js';
import type { Waiting } from '../queue/queued-envelope.js';

/** An envelope in the queue with how it stands, as `show queue` lists them; `offline` where no server runs. */
export interface QueueEntry extends Waiting {
  readonly state: 'waiting' | 'inflight' | 'held' | 'offline';
  /** Seconds since the epoch; where it waits. */
  readonly due: number;
}

/** One line of `smtpctl show queue` (smtpctl.c:show_queue_envelope). `now` in seconds since the epoch. */
export function queueLine({ envelope: queued, progress, state, due }: QueueEntry, now: number): string {
  const { envelope, id, transport, created, ttl } = queued;
  const lastTry = progress.lastTry ?? 0;
  return [
    id,
    family(envelope.source),
    transport,
    flags({ envelope: queued, progress }),
    addressOf(envelope.sender),
    addressOf(envelope.rcpt),
    addressOf(envelope.dest),
    created,
    created + ttl,
    lastTry,
    progress.retries,
    runState(state, due - now, now - lastTry),
    visible(progress.error ?? ''),
  ].join('|');
}

function runState(state: QueueEntry['state'], dueIn: number, since: number): string {
  if (state === 'offline') return 'offline|';
  return state === 'inflight' ? `inflight|${since}` : `pending|${dueIn}`;
}

function family(source: string): string {
  if (source === 'local') return 'local';
  return source.startsWith('[') ? 'inet6' : 'inet4';
}

function flags({ envelope: { envelope }, progress }: Waiting): string {
  const names = [
    envelope.bounce ? 'bounce' : '',
    envelope.authenticated ? 'auth' : '',
    envelope.internal ? 'internal' : '',
    progress.suspended ? 'suspend' : '',
  ];
  return names.filter((name) => name !== '').join(',');
}

/** strnvis(3) without flags: what a terminal could take for its own is spelled out. */
function visible(text: string): string {
  let shown = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const meta = byte >= 0x80 ? '\\M' : '';
    const low = byte & 0x7f;
    if (low === 0x7f) shown += `${meta === '' ? '\\' : meta}^?`;
    else if (low < 0x20 && !(meta === '' && (low === 9 || low === 10))) {
      shown += `${meta === '' ? '\\' : meta}^${String.fromCharCode(low + 0x40)}`;
    } else if (meta !== '') shown += `${meta}-${String.fromCharCode(low)}`;
    else shown += low === 0x5c ? '\\\\' : String.fromCharCode(low);
  }
  return shown;
}
