import type { Source } from '@smtpd-conf/grammar';
import type { CompiledCa, CompiledPki } from '../config/compiled-config.js';
import { byteLength } from '../tables/table-key.js';
import type { World } from '../world/world.js';
import { type FileRefusal, readProtectedFile } from './protected-file.js';

/** Permission bits at most: ssl.c:ssl_load_certificate and ssl_load_cafile; ssl_load_keyfile. */
const CERTIFICATE_MODE = 0o755;
const KEY_MODE = 0o740;
/** Bytes; crypto.c:crypto_setup takes the key as it is written. */
const QUEUE_KEY_LENGTH = 32;

type PkiCause =
  | FileRefusal
  /** The entry names no such file. */
  | { readonly type: 'missing' }
  /** The key is encrypted: smtpd asks for the passphrase, on the terminal or from standard input. */
  | { readonly type: 'passphrase' }
  | { readonly type: 'no-private-key' }
  /** `length` in bytes. */
  | { readonly type: 'queue-key-length'; readonly length: number };

export interface PkiFault {
  readonly part: 'certificate' | 'key' | 'ca' | 'queue-key';
  /** The entry that it is about; absent for the queue's key. */
  readonly entry?: CompiledPki | CompiledCa;
  readonly path?: string;
  readonly cause: PkiCause;
  /** What smtpd says on stderr if it is the first fault. */
  readonly messages: readonly string[];
}

export interface PkiCheck {
  /** The lines on stderr, "configuration OK" or what comes before it not among them. */
  readonly messages: readonly string[];
  readonly fatal: boolean;
  /** Every fault in the order in which smtpd would come upon it; it stops at the first. */
  readonly faults: readonly PkiFault[];
}

/**
 * What `smtpd -n` does once the file is parsed (smtpd.c:main, load_pki_tree, load_pki_keys): the queue's key, then
 * certificates, then certificate authorities, then private keys, each in the order of the names. It does not look into
 * certificates. All releases from 6.4 to 7.8 do the same.
 *
 * @param queueKey what follows `queue encryption`; undefined where nothing does
 * @param encoding of the file that has the key, whose bytes count
 */
export function checkPki(
  pki: readonly CompiledPki[],
  ca: readonly CompiledCa[],
  queueKey: string | undefined,
  world: World,
  encoding: Source['encoding'] = 'utf-8',
): PkiCheck {
  const entries = byName(pki);
  const complete = entries.filter((entry) => entry.cert !== undefined && entry.key !== undefined);
  const faults = [
    checkQueueKey(queueKey, encoding),
    ...entries.map((entry) => checkCertificate(entry, world)),
    ...byName(ca).map((entry) => checkAuthority(entry, world)),
    ...complete.map((entry) => checkKey(entry, world)),
  ].filter((fault) => fault !== undefined);
  return { messages: faults[0]?.messages ?? [], fatal: faults.length > 0, faults };
}

function checkQueueKey(key: string | undefined, encoding: Source['encoding']): PkiFault | undefined {
  if (key === undefined) return undefined;
  const length = byteLength(key, encoding);
  if (length === QUEUE_KEY_LENGTH) return undefined;
  return {
    part: 'queue-key',
    cause: { type: 'queue-key-length', length },
    messages: ['smtpd: crypto_setup:invalid key for queue encryption'],
  };
}

function checkCertificate(entry: CompiledPki, world: World): PkiFault | undefined {
  if (entry.cert === undefined) return missing(entry, 'certificate');
  if (entry.key === undefined) return missing(entry, 'key');
  const file = readProtectedFile(entry.cert, CERTIFICATE_MODE, world);
  if (file.ok) return undefined;
  const messages = [...file.messages, 'smtpd: load_pki_tree: failed to load certificate file'];
  return { part: 'certificate', entry, path: entry.cert, cause: file.cause, messages };
}

function missing(entry: CompiledPki, part: 'certificate' | 'key'): PkiFault {
  return { part, entry, cause: { type: 'missing' }, messages: [`smtpd: load_pki_tree: missing ${part} file`] };
}

function checkAuthority(entry: CompiledCa, world: World): PkiFault | undefined {
  const failure = 'smtpd: load_pki_tree: failed to load CA file';
  if (entry.cert === undefined) return { part: 'ca', entry, cause: { type: 'missing' }, messages: [failure] };
  const file = readProtectedFile(entry.cert, CERTIFICATE_MODE, world);
  if (file.ok) return undefined;
  return { part: 'ca', entry, path: entry.cert, cause: file.cause, messages: [...file.messages, failure] };
}

function checkKey(entry: CompiledPki, world: World): PkiFault | undefined {
  const path = entry.key ?? '';
  const failure = 'smtpd: load_pki_keys: failed to load key file';
  const fault = { part: 'key', entry, path } as const;
  const file = readProtectedFile(path, KEY_MODE, world);
  if (!file.ok) return { ...fault, cause: file.cause, messages: [...file.messages, failure] };
  switch (world.readPrivateKey(file.bytes)) {
    case 'clear':
      return undefined;
    case 'encrypted':
      // getpass(3) leaves the cursor behind its prompt where it has no terminal to ask on.
      return { ...fault, cause: { type: 'passphrase' }, messages: [`passphrase for ${entry.name}: ${failure}`] };
    case 'unreadable':
      return { ...fault, cause: { type: 'no-private-key' }, messages: [failure] };
  }
}

/** In the order of struct dict (dict.c, strcmp): the names are lower-case ASCII. */
function byName<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
