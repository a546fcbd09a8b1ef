import { PLATFORMS, type Platform } from '@smtpd-conf/grammar';
import type { SystemError, World } from '../world/world.js';

/** Why a file cannot be a `db:` table. */
export type DbFault =
  | { readonly type: 'unreadable'; readonly error: SystemError }
  /** Not what makemap(8) writes without `-d`; `reason` is the C library's. */
  | { readonly type: 'no-hash-database'; readonly reason: string };

export type DbCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly messages: readonly string[]; readonly fault: DbFault };

/** Both layouts start a hash database with it: 1.85 at offset 0, Berkeley DB at offset 12. */
const HASH_MAGIC = 0x061561;
/** Bytes of a Berkeley DB metadata page that are read before anything else is known. */
const META_SIZE = 512;
const READABLE = new Set([7, 8, 9]);
const UPGRADABLE = new Set([4, 5, 6]);

/**
 * Whether table_db.c:table_db_open2 can open the file. No suffix is added to its name. stat(2) and open(2) fail
 * without a word; what libdb thinks of the contents it says on stderr itself.
 */
export function openDb(path: string, world: World, platform: Platform): DbCheck {
  const status = world.status(path);
  if (!status.ok) return refuse([], { type: 'unreadable', error: status.error });
  const file = world.readFile(path);
  if (!file.ok) {
    const { code, text } = file.error;
    // Upstream's first line holds an address of its stack, which no one can foretell.
    const messages = code === 'EISDIR' ? [`BDB0134 read: 0x0, ${META_SIZE}: ${text}`, `${path}: ${text}`] : [];
    return refuse(messages, { type: 'unreadable', error: file.error });
  }
  const reason = PLATFORMS[platform].db === '5.3' ? berkeleyComplaint(path, file.value) : bsdComplaint(file.value);
  if (reason === undefined) return { ok: true };
  return refuse(reason === '' ? [] : [reason], { type: 'no-hash-database', reason });
}

/** Berkeley DB 5.3: __fop_read_meta, __db_meta_setup, __ham_metachk and the file size check of __memp_fopen. */
function berkeleyComplaint(path: string, bytes: Uint8Array): string | undefined {
  if (bytes.length < META_SIZE) return `BDB0004 fop_read_meta: ${path}: unexpected file type or format`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, META_SIZE);
  const littleEndian = view.getUint32(12, true) === HASH_MAGIC;
  if (view.getUint32(12, littleEndian) !== HASH_MAGIC) {
    return `BDB0641 __db_meta_setup: ${path}: unexpected file type or format`;
  }
  const version = view.getUint32(16, littleEndian);
  if (UPGRADABLE.has(version)) return `BDB1125 ${path}: hash version ${version} requires a version upgrade`;
  if (!READABLE.has(version)) return `BDB1126 ${path}: unsupported hash version: ${version}`;
  const pageSize = view.getUint32(20, littleEndian);
  if (pageSize === 0 || bytes.length % pageSize !== 0)
    return `BDB3037 ${path}: file size not a multiple of the pagesize`;
  return undefined;
}

/** db(3) 1.85 of the BSDs, which says nothing: '' for a file that is no hash database. An empty file is an empty one. */
function bsdComplaint(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.length < 4) return '';
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) === HASH_MAGIC ? undefined : '';
}

function refuse(messages: readonly string[], fault: DbFault): DbCheck {
  return { ok: false, messages, fault };
}
