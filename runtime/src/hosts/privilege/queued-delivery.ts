import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type EnvelopeId, messageIdOf } from '../../queue/ids.js';
import { readEnvelopes, readTrailer, TRAILER_BYTES } from '../../queue/message-file.js';
import type { QueuedEnvelope } from '../../queue/queued-envelope.js';
import { sha256 } from '../queue/sha256.js';
import { messagePath, type Spool } from '../queue/spool.js';

export interface QueuedDelivery {
  readonly envelope: QueuedEnvelope;
  readonly file: FileHandle;
  /** Of the message, from the start of the file. */
  readonly bytes: number;
}

/**
 * An envelope and its message, read by a process that may read anything for one that may not: the file has to be a plain
 * one of the queue's owner, and nothing but what the queue writes. Throws what is wrong with it.
 */
export async function openQueuedDelivery(spool: Spool, id: EnvelopeId, owner: number): Promise<QueuedDelivery> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(messagePath(spool, messageIdOf(id)), flags);
  try {
    const status = await file.stat();
    const { size, nlink, uid } = status;
    if (!status.isFile() || nlink !== 1 || uid !== owner) throw new Error('the message is no file of the queue');
    const trailer = readTrailer(await readAt(file, size - TRAILER_BYTES, TRAILER_BYTES), size);
    const envelopes =
      trailer && readEnvelopes(await readAt(file, trailer.messageBytes, trailer.envelopeBytes), trailer, sha256);
    const envelope = envelopes?.find((one) => one.id === id);
    if (trailer === undefined || envelope === undefined) throw new Error('the message has no such envelope');
    return { envelope, file, bytes: trailer.messageBytes };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  if (position < 0) return new Uint8Array(0);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

export async function* readBytes(file: FileHandle, bytes: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(65536, bytes - at)), 0, undefined, at);
    if (bytesRead === 0) throw new Error('the message is shorter than it was');
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
