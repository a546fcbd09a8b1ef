import type { World } from '@smtpd-conf/compiler';
import type { ForwardAnswer } from '../effect.js';
import { byteText } from '../session/byte-text.js';
import type { UserInfo } from '../user-info.js';

type Files = Pick<World, 'readFile' | 'status'>;

const STICKY = 0o1000;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * smtpd.c:parent_forward_open. The daemon runs in `/`, so that is where a home in a user base begins that is no absolute path. A home that
 * others may write, or another owner, make the file no better than none.
 */
export function openForward(files: Files, { directory: written, uid }: UserInfo): ForwardAnswer {
  const directory = written.startsWith('/') ? written : `/${written}`;
  const home = files.status(directory);
  if (!home.ok) return { outcome: home.error.code === 'ENOENT' ? 'absent' : 'refused' };
  if (home.value.mode & STICKY) return { outcome: 'tempfail' };
  const path = `${directory}/.forward`;
  const file = files.status(path);
  if (!file.ok) return { outcome: file.error.code === 'ENOENT' ? 'absent' : 'refused' };
  const { kind, mode, uid: owner } = file.value;
  if (kind !== 'file' || owner !== uid || mode & WRITABLE_BY_OTHERS) return { outcome: 'refused' };
  if (!isSafeDirectory(files, directory, uid)) return { outcome: 'refused' };
  const text = files.readFile(path);
  return text.ok ? { outcome: 'text', text: byteText(text.value) } : { outcome: 'refused' };
}

/** util.c:secure_file looks at the directories from the file up to the home, which for a .forward is the home alone. */
function isSafeDirectory(files: Files, directory: string, uid: number): boolean {
  const status = files.status(directory);
  if (!status.ok) return false;
  const { uid: owner, mode } = status.value;
  return (owner === 0 || owner === uid) && (mode & WRITABLE_BY_OTHERS) === 0;
}
