import type { UserInfo } from '@smtpd-conf/engine';
import { systemEntry } from './system-entry.js';

/** Milliseconds that an answer is believed. */
const BELIEVED = 5000;

/** The users of this machine. */
export class SystemUsers {
  private readonly known = new Map<string, { readonly until: number; readonly user: UserInfo | undefined }>();

  find(name: string): UserInfo | undefined {
    const now = Date.now();
    const known = this.known.get(name);
    if (known && known.until > now) return known.user;
    const user = this.ask(name);
    this.known.set(name, { until: now + BELIEVED, user });
    return user;
  }

  private ask(name: string): UserInfo | undefined {
    const fields = systemEntry('passwd', name, 'utf8');
    if (fields === undefined) return undefined;
    const [username = '', , uid, gid, , directory = ''] = fields;
    return { username, uid: Number(uid), gid: Number(gid), directory };
  }
}
