import type { QueuedEnvelope } from './queued-envelope.js';

/**
 * A message file: the message as it will be delivered, then its envelopes as one line of JSON, then this trailer. What
 * is written in one go can be checked in one go: a file without a trailer that fits was never promised to anybody.
 *
 *     smtpdq1 <bytes of the message> <bytes of the envelopes> <checksum of the envelopes>\n
 *
 * in hexadecimal: twelve digits, eight, and the first eight of a SHA-256.
 */
export const TRAILER_BYTES = 'smtpdq1 '.length + 12 + 1 + 8 + 1 + 8 + 1;

const TRAILER = /^smtpdq1 ([0-9a-f]{12}) ([0-9a-f]{8}) ([0-9a-f]{8})\n$/;

/** A SHA-256 in hexadecimal. */
export type Digest = (bytes: Uint8Array) => string;

export interface Trailer {
  readonly messageBytes: number;
  readonly envelopeBytes: number;
  readonly checksum: string;
}

/** The bytes that follow a message of `messageBytes` bytes. `digest` is the host's SHA-256, in hexadecimal. */
export function endOfMessageFile(
  messageBytes: number,
  envelopes: readonly QueuedEnvelope[],
  digest: Digest,
): Uint8Array {
  const json = new TextEncoder().encode(`${JSON.stringify(envelopes)}\n`);
  const lengths = `${hexadecimal(messageBytes, 12)} ${hexadecimal(json.length, 8)}`;
  const trailer = new TextEncoder().encode(`smtpdq1 ${lengths} ${checksumOf(json, digest)}\n`);
  const end = new Uint8Array(json.length + trailer.length);
  end.set(json);
  end.set(trailer, json.length);
  return end;
}

/** The trailer of a file of `fileBytes` bytes, from its last TRAILER_BYTES; undefined where it does not fit the file. */
export function readTrailer(last: Uint8Array, fileBytes: number): Trailer | undefined {
  const match = TRAILER.exec(new TextDecoder().decode(last));
  if (!match) return undefined;
  const [, message = '', json = '', checksum = ''] = match;
  const messageBytes = Number.parseInt(message, 16);
  const envelopeBytes = Number.parseInt(json, 16);
  if (messageBytes + envelopeBytes + TRAILER_BYTES !== fileBytes) return undefined;
  return { messageBytes, envelopeBytes, checksum };
}

/** The envelopes of a message file; undefined where they are not what was written. */
export function readEnvelopes(
  json: Uint8Array,
  { checksum }: Trailer,
  digest: Digest,
): readonly QueuedEnvelope[] | undefined {
  if (checksumOf(json, digest) !== checksum) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(json)) as QueuedEnvelope[];
  } catch {
    return undefined;
  }
}

function checksumOf(json: Uint8Array, digest: Digest): string {
  return digest(json).slice(0, 8);
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
