import { systemEntry } from '../auth/system-entry.js';

/** Whom a process is. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** A group's id by its name; undefined where there is none. */
export function groupId(name: string): number | undefined {
  const fields = systemEntry('group', name, 'latin1');
  return fields === undefined ? undefined : Number(fields[2]);
}

/** The hash of a system user's password; undefined where there is no such user, or one without a password. */
export function passwordHash(name: string): string | undefined {
  return systemEntry('shadow', name, 'latin1')?.[1];
}

/**
 * Becomes somebody else for good, with no group but the one (smtpd.c:forkmda, smtpd.c:setup_proc do the same). Throws where
 * anything of root would be left.
 */
export function become({ uid, gid }: Identity): void {
  const { setgroups, setgid, setuid, getuid, geteuid, getgid } = process;
  if (!setgroups || !setgid || !setuid) throw new Error('this system has no users');
  if (uid === 0) throw new Error('root is nobody to become');
  setgroups([gid]);
  setgid(gid);
  setuid(uid);
  let regained = true;
  try {
    setuid(0);
  } catch {
    regained = false;
  }
  if (regained || getuid?.() !== uid || geteuid?.() !== uid || getgid?.() !== gid) {
    throw new Error('root cannot be given up');
  }
}
