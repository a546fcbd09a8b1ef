import { contextTag, DER, type DerElement, readDer } from './der.js';
import { pemBlocks } from './pem.js';

/** The names that OpenSSL has for a certificate in PEM (PEM_read_bio_X509_AUX). */
const CERTIFICATE = /^(?:X509 |TRUSTED )?CERTIFICATE$/;

/** RFC 5280, 4.1: where the fields of a certificate stand behind its version, which the first one does not have. */
export const CERTIFICATE_FIELD = { validity: 3, key: 5 } as const;

/** When a certificate holds; both ends are within. */
export interface Validity {
  readonly from: Date;
  readonly until: Date;
}

/**
 * The fields of the first certificate in a file, without the version; undefined where there is none, or one that is no
 * certificate in its outer form.
 */
export function certificateFields(file: Uint8Array): readonly DerElement[] | undefined {
  const block = pemBlocks(file).find(({ label }) => CERTIFICATE.test(label));
  // What OpenSSL trusts it for may stand behind it.
  const certificate = block && readDer(block.bytes)?.[0];
  const parts = certificate?.tag === DER.sequence ? readDer(certificate.value) : undefined;
  const signed = parts?.length === 3 ? readDer(parts[0]?.value ?? new Uint8Array()) : undefined;
  return signed?.[0]?.tag === contextTag(0) ? signed.slice(1) : signed;
}

/** When the first certificate in a file holds; undefined where the file does not say. */
export function certificateValidity(file: Uint8Array): Validity | undefined {
  const validity = certificateFields(file)?.[CERTIFICATE_FIELD.validity];
  const [from, until] = (validity?.tag === DER.sequence ? (readDer(validity.value) ?? []) : []).map(time);
  return from && until ? { from, until } : undefined;
}

/** RFC 5280, 4.1.2.5: years of two digits go from 1950 to 2049, and all times are in UTC. */
function time({ tag, value }: DerElement): Date | undefined {
  const digits = String.fromCharCode(...value);
  const short = /^(\d\d)(\d{10})Z$/.exec(digits);
  if (tag === DER.utcTime && short) return dateOf(`${Number(short[1]) < 50 ? '20' : '19'}${short[1]}${short[2]}`);
  return tag === DER.generalizedTime && /^\d{14}Z$/.test(digits) ? dateOf(digits) : undefined;
}

function dateOf(digits: string): Date | undefined {
  const date = new Date(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
