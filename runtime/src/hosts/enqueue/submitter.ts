import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dateText } from '@smtpd-conf/engine';
import type { Submitter } from '../../enqueue/outgoing-message.js';
import { zonedTime } from '../zoned-time.js';

const MAILNAME = '/etc/mailname';

/** Whoever runs this process, with a home directory where there is one. */
export async function currentSubmitter(): Promise<{ readonly by: Submitter; readonly home?: string }> {
  const [username = 'anonymous', , , , gecos = '', home] = ownEntry();
  const fullName = nameOf(gecos, username);
  const by = { username, hostname: await mailName(), date: dateText(zonedTime(new Date())) };
  return {
    by: fullName === '' ? by : { ...by, fullName },
    ...(home === undefined ? {} : { home }),
  };
}

function ownEntry(): readonly string[] {
  try {
    return execFileSync('getent', ['passwd', String(process.getuid?.())], { encoding: 'latin1', stdio: 'pipe' })
      .trimEnd()
      .split(':');
  } catch {
    return [];
  }
}

/** The part of the gecos field before a comma; & stands for the login name with a capital letter (passwd(5)). */
function nameOf(gecos: string, username: string): string {
  const [name = ''] = gecos.split(',');
  return name.replace('&', username.charAt(0).toUpperCase() + username.slice(1));
}

/** util.c:getmailname. */
async function mailName(): Promise<string> {
  try {
    const [line = ''] = readFileSync(MAILNAME, 'latin1').split('\n');
    if (line !== '') return line;
  } catch {
    // Most systems have none.
  }
  const own = hostname();
  if (own.includes('.')) return own;
  return canonicalName(own);
}

/** AI_CANONNAME is not to be had in Node; the name of the host's address is the next best. */
async function canonicalName(own: string): Promise<string> {
  try {
    const { address } = await lookup(own);
    const { hostname: name } = await (await import('node:dns/promises')).lookupService(address, 0);
    return name.startsWith(`${own}.`) ? name : own;
  } catch {
    return own;
  }
}
