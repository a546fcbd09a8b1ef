import { createReadStream, readdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { QueueEntry } from '../../control/queue-line.js';
import { isMessageId, type MessageId, messageIdOf } from '../../queue/ids.js';
import type { Waiting } from '../../queue/queued-envelope.js';
import { readStored } from './recover.js';
import { messagePath, spoolAt } from './spool.js';

/** The envelopes of a queue as they lie on disk, whether a server runs on it or not. Throws the system's error. */
export function* storedQueue(root: string): Generator<QueueEntry> {
  const spool = spoolAt(root);
  for (const name of readdirSync(spool.queue).filter(isMessageId)) {
    const stored = readStored(spool, name);
    if (stored === undefined || typeof stored === 'string') continue;
    for (const waiting of stored.waiting) yield { ...waiting, state: 'offline', due: 0 };
  }
}

/** One envelope; undefined where the queue has none of that id. */
export function storedEnvelope(root: string, id: string): Waiting | undefined {
  const stored = readStored(spoolAt(root), messageIdOf(id));
  return typeof stored === 'string' ? undefined : stored?.waiting.find(({ envelope }) => envelope.id === id);
}

/** A message, by its id or an envelope's; undefined where the queue has none of that id. */
export function storedMessage(root: string, id: MessageId): Readable | undefined {
  const spool = spoolAt(root);
  const message = messageIdOf(id);
  const stored = readStored(spool, message);
  if (stored === undefined || typeof stored === 'string') return undefined;
  if (stored.messageBytes === 0) return undefined;
  return createReadStream(messagePath(spool, message), { end: stored.messageBytes - 1 });
}
