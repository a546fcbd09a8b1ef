import { parseUserInfo, type UserInfo } from '@smtpd-conf/engine';
import type { Subject } from '../subject.js';
import { accounts } from './accounts.js';

/** The users that a user base has, by name; undefined where they cannot be known. */
export function usersOf(userbase: string, subject: Subject): ReadonlyMap<string, UserInfo> | undefined {
  if (userbase === '<getpwnam>') return subject.once(accounts);
  const entries = subject.analysis.state.tables.find(userbase)?.entries;
  if (entries === undefined) return undefined;
  const users = new Map<string, UserInfo>();
  for (const [name, value] of entries) {
    const user = parseUserInfo(name, value ?? '', subject.target);
    if (user) users.set(name, user);
  }
  return users;
}
