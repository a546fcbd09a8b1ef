/**
 * A byte text is a string in which every character stands for one byte, U+0000 to U+00FF: what a client sends is bytes, and
 * the daemon never asks for their encoding. Configurations are text; they meet the bytes of a session as UTF-8.
 */

/** How many characters String.fromCharCode takes at a time without overflowing the stack. */
const STRIDE = 8192;

export function byteText(bytes: Uint8Array): string {
  if (bytes.length <= STRIDE) return characters(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += STRIDE) text += characters(bytes.subarray(at, at + STRIDE));
  return text;
}

/** Spreading the bytes would walk them with an iterator. */
function characters(bytes: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}

export function textBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** A configuration's text as the bytes it stands for in the file. */
export function utf8Encoded(text: string): string {
  return isAscii(text) ? text : byteText(new TextEncoder().encode(text));
}

/** Bytes as text to look up or to show; what is no UTF-8 becomes U+FFFD. */
export function utf8Decoded(text: string): string {
  return isAscii(text) ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(textBytes(text));
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
