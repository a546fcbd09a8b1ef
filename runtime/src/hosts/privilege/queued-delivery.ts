import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type EnvelopeId, messageIdOf } from '../../queue/ids.js';
import { readEnvelopes, readTrailer, TRAILER_BYTES, type Trailer } from '../../queue/message-file.js';
import type { QueuedEnvelope } from '../../queue/queued-envelope.js';
import { sha256 } from '../queue/sha256.js';
import { messagePath, type Spool } from '../queue/spool.js';

export interface QueuedDelivery {
  readonly envelope: QueuedEnvelope;
  /** Of the message. */
  readonly bytes: number;
  /** The message, once. */
  read(): Iterable<Uint8Array>;
  close(): void;
}

/**
 * An envelope and its message, read by a process that may read anything for one that may not: the file has to be a plain
 * one of the queue's owner, and nothing but what the queue writes. Throws what is wrong with it. It is read without waiting
 * for threads: it was written a moment ago, and a message in short pieces costs less than handing each of them over.
 */
export function openQueuedDelivery(spool: Spool, id: EnvelopeId, owner: number): QueuedDelivery {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = openSync(messagePath(spool, messageIdOf(id)), flags);
  try {
    const status = fstatSync(file);
    const { size, nlink, uid } = status;
    if (!status.isFile() || nlink !== 1 || uid !== owner) throw new Error('the message is no file of the queue');
    // Mostly that is all of it.
    const tail = readAt(file, Math.max(0, size - CHUNK), Math.min(size, CHUNK));
    const trailer = size < TRAILER_BYTES ? undefined : readTrailer(tail.subarray(-TRAILER_BYTES), size);
    const envelopes = trailer && readEnvelopes(envelopesOf(file, tail, trailer), trailer, sha256);
    const envelope = envelopes?.find((one) => one.id === id);
    if (trailer === undefined || envelope === undefined) throw new Error('the message has no such envelope');
    const bytes = trailer.messageBytes;
    const read = (): Iterable<Uint8Array> => (size <= CHUNK ? [tail.subarray(0, bytes)] : readPieces(file, bytes));
    return { envelope, bytes, read, close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

const CHUNK = 65536;

function envelopesOf(file: number, tail: Uint8Array, { messageBytes, envelopeBytes }: Trailer): Uint8Array {
  const length = envelopeBytes + TRAILER_BYTES;
  if (length <= tail.length) return tail.subarray(-length, -TRAILER_BYTES);
  return readAt(file, messageBytes, envelopeBytes);
}

function readAt(file: number, position: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, position));
}

function* readPieces(file: number, bytes: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes; ) {
    const piece = readAt(file, at, Math.min(CHUNK, bytes - at));
    if (piece.length === 0) throw new Error('the message is shorter than it was');
    at += piece.length;
    yield piece;
  }
}
