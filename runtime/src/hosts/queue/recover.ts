import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
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
  const entries = readdirSync(spool.queue, { withFileTypes: true });
  const present = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    const { name } = entry;
    const logged = name.endsWith('.log') ? name.slice(0, -'.log'.length) : '';
    if (isMessageId(logged)) {
      // Its message is done with, and went first.
      if (!present.has(logged)) rmSync(join(spool.queue, name), { force: true });
      continue;
    }
    const read = !isMessageId(name)
      ? 'its name is no message id'
      : entry.isFile()
        ? readMessage(spool, name)
        : 'it is no file';
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
  const path = messagePath(spool, id);
  if (!existsSync(path)) return undefined;
  const read = lstatSync(path).isFile() ? readMessage(spool, id) : 'it is no file';
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
    const [tail, size] = readTail(file);
    if (size < TRAILER_BYTES) return 'it is too short';
    const trailer = readTrailer(tail.subarray(-TRAILER_BYTES), size);
    if (!trailer) return 'its trailer does not fit it';
    const { messageBytes, envelopeBytes } = trailer;
    const length = envelopeBytes + TRAILER_BYTES;
    const json =
      length <= tail.length ? tail.subarray(-length, -TRAILER_BYTES) : readAt(file, messageBytes, envelopeBytes);
    const envelopes = readEnvelopes(json, trailer, sha256);
    return envelopes ? { trailer, envelopes } : 'its envelopes are damaged';
  } finally {
    closeSync(file);
  }
}

/** Most messages fit in, and then one call reads all that is asked of them. */
const room = Buffer.alloc(32768);

/** The end of a file, until the next call, and its size. */
function readTail(file: number): readonly [Uint8Array, number] {
  const read = readSync(file, room, 0, room.length, 0);
  if (read < room.length) return [room.subarray(0, read), read];
  const { size } = fstatSync(file);
  const length = Math.min(size, room.length);
  return [room.subarray(0, readSync(file, room, 0, length, size - length)), size];
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
