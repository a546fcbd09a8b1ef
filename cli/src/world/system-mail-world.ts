import { execFileSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import type { World, WorldDescription } from '@smtpd-conf/compiler';
import { openForward, type ReverseAnswer, type UserInfo } from '@smtpd-conf/engine';
import { checkPasswordNow } from '@smtpd-conf/runtime';
import { describedMailWorld, type MailWorld, Undescribed } from '@smtpd-conf/simulator';

/** How long the C library may take over a name. */
const PATIENCE_MS = 10_000;

/** This machine, but for what a description says otherwise. */
export function systemMailWorld(description: WorldDescription, files: World): MailWorld {
  const described = describedMailWorld(description, { files, checkPassword: checkPasswordNow });
  return {
    ...described,
    user: (name) => (description.users ? described.user(name) : systemUser(name)),
    forwardFile: (user) =>
      description.users
        ? described.forwardFile(user)
        : isLink(`${user.directory}/.forward`)
          ? { outcome: 'refused' }
          : openForward(files, user),
    reverse: (address) => (description.reverse ? described.reverse(address) : systemReverse(address)),
    addresses: (name) => {
      if (description.hosts) return described.addresses(name);
      const found = files.lookupHost(name, 'any');
      return found.kind === 'addresses' ? found.addresses.map(({ address }) => address) : [];
    },
    authenticate: (username, password) => {
      if (description.users) return described.authenticate(username, password);
      throw new Undescribed('users', `the password of "${username}"`);
    },
    now: () => (description.clock === undefined ? systemTime() : described.now()),
  };
}

function systemUser(name: string): UserInfo | undefined {
  const [username, , uid, gid, , directory = ''] = getent('passwd', name)?.split('\n')[0]?.split(':') ?? [];
  // getent(1) takes a number for a user id; getpwnam(3) does not.
  return username === name ? { username, uid: Number(uid), gid: Number(gid), directory } : undefined;
}

function systemReverse(address: string): ReverseAnswer {
  const name = getent('hosts', address)?.split(/\s+/)[1];
  if (name === undefined || name === '') return { confirmed: 'error' };
  const forward = getent('ahosts', name);
  const addresses = forward?.split('\n').map((line) => line.split(/\s+/)[0]);
  return { name, confirmed: addresses === undefined ? 'error' : addresses.includes(address) ? 'yes' : 'no' };
}

/** What the C library knows, by getent(1); undefined for what it does not. */
function getent(database: string, key: string): string | undefined {
  try {
    return execFileSync('getent', [database, '--', key], {
      encoding: 'utf8',
      timeout: PATIENCE_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

/** The daemon follows no symbolic link here. */
function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function systemTime() {
  const now = new Date();
  return {
    seconds: Math.floor(now.getTime() / 1000),
    offset: -now.getTimezoneOffset() * 60,
    zone: /\(([A-Z]+)\)$/.exec(now.toString())?.[1] ?? 'UTC',
  };
}
