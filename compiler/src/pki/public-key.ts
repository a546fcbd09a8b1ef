import { CERTIFICATE_FIELD, certificateFields } from './certificate.js';
import { contextTag, DER, type DerElement, readDer, readOnly } from './der.js';
import { pemBlocks } from './pem.js';

/** The bytes by which a key is known: the modulus of an RSA key, the point of another one. */
type KeyIdentity = Uint8Array;

/**
 * The public key in the first certificate of a file. `unreadable` where the file has none, or one that is no certificate in
 * its outer form; undefined where it is one, and the key of a kind that is not known here.
 */
export function certificateKey(file: Uint8Array): KeyIdentity | 'unreadable' | undefined {
  const fields = certificateFields(file);
  if (fields === undefined) return 'unreadable';
  const key = fields[CERTIFICATE_FIELD.key];
  return key?.tag === DER.sequence ? publicKeyIn(readDer(key.value)) : undefined;
}

/** The public half of the first private key in a file, as far as the file says it; undefined where it does not. */
export function privateKeyIdentity(file: Uint8Array): KeyIdentity | undefined {
  const block = pemBlocks(file).find(({ label }) => label.endsWith('PRIVATE KEY'));
  switch (block?.label) {
    case 'RSA PRIVATE KEY':
      return modulusOf(block.bytes);
    case 'EC PRIVATE KEY':
      return pointOf(block.bytes);
    case 'PRIVATE KEY': {
      // RFC 5958: version, algorithm, and the key as PKCS #1 or SEC 1 has it.
      const inner = readOnly(block.bytes, DER.sequence)?.[2];
      return inner?.tag === DER.octetString ? (pointOf(inner.value) ?? modulusOf(inner.value)) : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether they are of the same pair. */
export function sameKey(one: KeyIdentity, other: KeyIdentity): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** RFC 5280, 4.1.2.7: an algorithm and a bit string, in which an RSA key is a sequence again. */
function publicKeyIn(parts: readonly DerElement[] | undefined): KeyIdentity | undefined {
  const bits = parts?.[1]?.tag === DER.bitString ? parts[1].value.subarray(1) : undefined;
  if (bits === undefined) return undefined;
  const rsa = readOnly(bits, DER.sequence);
  return rsa?.[0]?.tag === DER.integer ? rsa[0].value : isPoint(bits) ? bits : undefined;
}

/** RFC 8017, A.1.2: version, modulus, and the rest. */
function modulusOf(key: Uint8Array): KeyIdentity | undefined {
  const parts = readOnly(key, DER.sequence);
  return parts?.length === 9 && parts[1]?.tag === DER.integer ? parts[1].value : undefined;
}

/** RFC 5915: the point may stand in `[1]`. */
function pointOf(key: Uint8Array): KeyIdentity | undefined {
  const inner = readOnly(key, DER.sequence)?.find(({ tag }) => tag === contextTag(1));
  const bits = inner && readDer(inner.value)?.[0];
  return bits?.tag === DER.bitString && isPoint(bits.value.subarray(1)) ? bits.value.subarray(1) : undefined;
}

/** SEC 1: not compressed. A compressed one is the same key in other bytes. */
function isPoint(bytes: Uint8Array): boolean {
  return bytes[0] === 0x04;
}
