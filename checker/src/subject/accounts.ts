import type { UserInfo } from '@smtpd-conf/engine';
import { parseUserInfo } from '@smtpd-conf/engine';
import type { Subject } from '../subject.js';

/** Sources of nsswitch.conf(5) that know no more users than the file, but for those that come and go with services. */
const LOCAL = /^\s*passwd:((?:\s+(?:files|compat|systemd))+)\s*(?:#.*)?$/m;

/**
 * The users of the host by name, out of passwd(5). Undefined where they cannot be known: the file is not there, or users come
 * from elsewhere too.
 */
export function accounts(subject: Subject): ReadonlyMap<string, UserInfo> | undefined {
  const passwd = textOf(subject, '/etc/passwd');
  const sources = textOf(subject, '/etc/nsswitch.conf');
  if (passwd === undefined || (sources !== undefined && !LOCAL.test(sources))) return undefined;
  const users = new Map<string, UserInfo>();
  for (const line of passwd.split('\n')) {
    const [name = '', , uid = '', gid = '', , home = ''] = line.split(':');
    // YP and its like.
    if (/^[+-]/.test(name)) return undefined;
    const user = parseUserInfo(name, `${uid}:${gid}:${home}`, subject.target);
    if (user) users.set(name, user);
  }
  return users;
}

function textOf({ world }: Subject, path: string): string | undefined {
  const file = world.readFile(path);
  return file.ok ? new TextDecoder().decode(file.value) : undefined;
}
