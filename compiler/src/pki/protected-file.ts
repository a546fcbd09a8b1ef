import type { SystemError, World } from '../world/world.js';

/** Why smtpd does not take a file that belongs to a pki or ca entry. */
export type FileRefusal =
  | { readonly type: 'unreadable'; readonly error: SystemError }
  | { readonly type: 'owner'; readonly uid: number }
  /** `mode` and `allowed` are permission bits; `mode` has some that `allowed` has not. */
  | { readonly type: 'mode'; readonly mode: number; readonly allowed: number };

export type ProtectedFile =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly messages: readonly string[]; readonly cause: FileRefusal };

/** Opens, asks for owner and mode, then reads: ssl.c:ssl_load_file, and ssl_load_key before it looks for a key. */
export function readProtectedFile(path: string, allowed: number, world: World): ProtectedFile {
  const file = world.readFile(path);
  // A directory opens; only reading it fails.
  if (!file.ok && file.error.code !== 'EISDIR') return refuse([], { type: 'unreadable', error: file.error });
  const status = world.status(path);
  if (!status.ok) return refuse([], { type: 'unreadable', error: status.error });
  const { uid, mode } = status.value;
  if (uid !== 0) return refuse([`warn:  ${path}: not owned by uid 0`], { type: 'owner', uid });
  if (mode & 0o777 & ~allowed) {
    const message = `warn:  ${path}: insecure permissions: must be at most ${modeText(allowed)} `;
    return refuse([message], { type: 'mode', mode: mode & 0o777, allowed });
  }
  if (!file.ok) return refuse([], { type: 'unreadable', error: file.error });
  return { ok: true, bytes: file.value };
}

/** Nine letters, as strmode(3) writes permission bits. */
function modeText(mode: number): string {
  return Array.from('rwxrwxrwx', (letter, place) => (mode & (0o400 >> place) ? letter : '-')).join('');
}

function refuse(messages: readonly string[], cause: FileRefusal): ProtectedFile {
  return { ok: false, messages, cause };
}
