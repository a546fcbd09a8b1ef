/** Eight hexadecimal digits, not all zero (queue.c:queue_generate_msgid). */
export type MessageId = string;

/** Sixteen hexadecimal digits: the message's eight, then the envelope's own (queue.c:queue_generate_evpid). */
export type EnvelopeId = string;

const MESSAGE_ID = /^(?!0{8})[0-9a-f]{8}$/;
const ENVELOPE_ID = /^(?!0{8})[0-9a-f]{8}(?!0{8})[0-9a-f]{8}$/;

export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text);
}

export function isEnvelopeId(text: string): boolean {
  return ENVELOPE_ID.test(text);
}

export function messageIdOf(envelope: EnvelopeId): MessageId {
  return envelope.slice(0, 8);
}

/** Another message id, from 32 random bits; the queue asks again for one that is taken. */
export function newMessageId(random: () => number): MessageId {
  for (;;) {
    const id = hexadecimal(random());
    if (isMessageId(id)) return id;
  }
}

/** Another envelope id of a message, different from the ones it has. */
export function newEnvelopeId(message: MessageId, random: () => number, taken: ReadonlySet<EnvelopeId>): EnvelopeId {
  for (;;) {
    const id = message + hexadecimal(random());
    if (isEnvelopeId(id) && !taken.has(id)) return id;
  }
}

function hexadecimal(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}
