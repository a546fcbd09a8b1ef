import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { isMessageId, type MessageId } from '../../queue/ids.js';
import { readEnvelopes, readTrailer, TRAILER_BYTES, type Trailer } from '../../queue/message-file.js';
import { readProgress } from '../../queue/progress-log.js';
import { type QueuedEnvelope, UNTRIED, type Waiting } from '../../queue/queued-envelope.js';
import { sha256 } from './sha256.js';
import { messagePath, progressPath, type Spool } from './spool.js';

export interface Recovered {
  readonly id: MessageId;
  readonly messageBytes: number;
  /** The envelopes that are not done with. */
  readonly waiting: readonly Waiting[];
  /** Whether a log of its progress lies beside it. */
  readonly hasLog: boolean;
}

/**
 * What a queue holds after a stop or a crash, a message at a time. What was being received is removed, files that are no
 * messages are set aside in `corrupt` and named to `setAside`, and messages that are done with are removed.
 */
export function* recover(spool: Spool, setAside: (file: string, why: string) => void): Generator<Recovered> {
  for (const name of readdirSync(spool.incoming)) rmSync(join(spool.incoming, name), { recursive: true, force: true });
  const names = readdirSync(spool.queue);
  const present = new Set(names);
  for (const name of names) {
    const logged = name.endsWith('.log') ? name.slice(0, -'.log'.length) : '';
    if (isMessageId(logged)) {
      // Its message is done with, and went first.
      if (!present.has(logged)) rmSync(join(spool.queue, name), { force: true });
      continue;
    }
    const read = isMessageId(name) ? readMessage(spool, name) : 'its name is no message id';
    if (typeof read === 'string') {
      renameSync(join(spool.queue, name), join(spool.corrupt, name));
      setAside(name, read);
      continue;
    }
    const recovered = recoveredFrom(spool, name, read, present.has(`${name}.log`));
    if (recovered.waiting.length > 0) yield recovered;
    else removeMessage(spool, name);
  }
}

/** One message of the queue as it lies on disk; undefined where there is none, a string for what is wrong with it. */
export function readStored(spool: Spool, id: MessageId): Recovered | string | undefined {
  if (!existsSync(messagePath(spool, id))) return undefined;
  const read = readMessage(spool, id);
  return typeof read === 'string' ? read : recoveredFrom(spool, id, read, existsSync(progressPath(spool, id)));
}

function recoveredFrom(spool: Spool, id: MessageId, { trailer, envelopes }: ReadMessage, hasLog: boolean): Recovered {
  const waiting = stillWaiting(envelopes, hasLog ? progressPath(spool, id) : undefined);
  return { id, messageBytes: trailer.messageBytes, waiting, hasLog };
}

/** Unlinks a message and its progress; a crash in between leaves a message that is done with, which `recover` removes. */
export function removeMessage(spool: Spool, id: MessageId): void {
  unlinkSync(messagePath(spool, id));
  rmSync(progressPath(spool, id), { force: true });
}

interface ReadMessage {
  readonly trailer: Trailer;
  readonly envelopes: readonly QueuedEnvelope[];
}

/** The envelopes of a message file, or what is wrong with it. */
function readMessage(spool: Spool, id: MessageId): ReadMessage | string {
  const file = openSync(messagePath(spool, id), 'r');
  try {
    const status = fstatSync(file);
    if (!status.isFile()) return 'it is no file';
    if (status.size < TRAILER_BYTES) return 'it is too short';
    const trailer = readTrailer(readAt(file, status.size - TRAILER_BYTES, TRAILER_BYTES), status.size);
    if (!trailer) return 'its trailer does not fit it';
    const envelopes = readEnvelopes(readAt(file, trailer.messageBytes, trailer.envelopeBytes), trailer, sha256);
    return envelopes ? { trailer, envelopes } : 'its envelopes are damaged';
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, position: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const read = readSync(file, bytes, at, length - at, position + at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}

function stillWaiting(envelopes: readonly QueuedEnvelope[], progress: string | undefined): readonly Waiting[] {
  if (progress === undefined) return envelopes.map((envelope) => ({ envelope, progress: UNTRIED }));
  const entries = readProgress(readFileSync(progress, 'utf8'));
  return envelopes.flatMap((envelope) => {
    const entry = entries.get(envelope.id);
    if (entry === undefined) return [{ envelope, progress: UNTRIED }];
    return 'done' in entry ? [] : [{ envelope, progress: entry.progress }];
  });
}
