import { execFileSync } from 'node:child_process';
import type { UserInfo } from '@smtpd-conf/engine';

/** Milliseconds that an answer is believed, and that the C library may take for one. */
const BELIEVED = 5000;
const PATIENCE = 10_000;

/** The users of this machine, by getent(1), which asks whatever the C library is set up to ask. */
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
    try {
      const output = execFileSync('getent', ['passwd', '--', name], {
        encoding: 'utf8',
        timeout: PATIENCE,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [username, , uid, gid, , directory = ''] = output.split('\n')[0]?.split(':') ?? [];
      // A number would be found as a user's id, which is no name.
      return username === name ? { username, uid: Number(uid), gid: Number(gid), directory } : undefined;
    } catch {
      return undefined;
    }
  }
}
