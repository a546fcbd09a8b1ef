import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DescribedFile } from '@smtpd-conf/compiler';
import { databasePath, INTERFACE, type Scenario, type ScenarioUser } from '../scenario.js';
import { run } from './shell.js';

/** Where the room keeps what belongs to it: outside of what scenarios write. */
export const BACKSTAGE = '/run/judge';
export const CONFIG = '/etc/mail/smtpd.conf';
/** What was brought along. */
export const LUGGAGE = `${BACKSTAGE}/luggage`;
export const COMMANDS = `${BACKSTAGE}/commands`;
export const NAME_SERVER = '127.0.0.53';

/** What scenarios may write to; each is emptied between them. */
const WRITABLE = ['/home', '/root', '/srv', '/opt', '/var/mail', '/var/spool', '/tmp', '/etc/mail'];
/** Files of /etc that each scenario changes, as they are before it does. */
const DATABASES = ['passwd', 'group', 'shadow'];
const PRISTINE = `${BACKSTAGE}/pristine`;

/**
 * Stands in for /bin/sh: every delivery is a command line given to it, which it writes down with its user, directory,
 * environment and input before the real shell runs it. Other commands pass unseen.
 */
const RECORDER = `#!${BACKSTAGE}/sh
if [ -n "\${RECIPIENT+x}" ] && [ -z "\${JUDGE_SEEN+x}" ] && [ "$1" = -c ]; then
  record=${COMMANDS}/$$
  { printf '%s\\0%s\\0' "$PWD" "$2"; cat /proc/$$/environ; } >"$record.part"
  cat >"$record.input"
  mv "$record.part" "$record"
  export JUDGE_SEEN=1
  exec ${BACKSTAGE}/sh "$@" <"$record.input"
fi
exec ${BACKSTAGE}/sh "$@"
`;

/**
 * Makes the namespaces that we are in a machine of our own: its loopback, its /etc, and empty places to deliver to.
 * @param luggage a directory that is to be seen in the room wherever it lies outside
 */
export function buildRoom(luggage: string | undefined): void {
  run('ip', 'link', 'set', 'lo', 'up');
  // Its resolver asks for no addresses on a host that has none but those of the loopback.
  run('ip', 'link', 'add', INTERFACE.name, 'type', 'veth', 'peer', 'name', 'nowhere');
  run('ip', 'addr', 'add', `${INTERFACE.address}/32`, 'dev', INTERFACE.name);
  run('ip', 'link', 'set', INTERFACE.name, 'up');
  // Any of these can be a client: they are the host's own to the kernel, but no interface has them.
  for (const network of ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24']) {
    run('ip', 'route', 'add', 'local', network, 'dev', 'lo');
  }
  run('ip', '-6', 'route', 'add', 'local', '2001:db8::/32', 'dev', 'lo');
  writeFileSync('/proc/sys/net/ipv6/ip_nonlocal_bind', '1');
  run('mount', '-t', 'tmpfs', 'judge', '/run');
  mkdirSync(COMMANDS, { recursive: true });
  if (luggage !== undefined) run('cp', '-r', luggage, LUGGAGE);
  run('cp', '-a', '/etc', PRISTINE);
  run('mount', '-t', 'tmpfs', 'judge', '/etc');
  run('cp', '-a', `${PRISTINE}/.`, '/etc');
  mkdirSync('/etc/mail', { recursive: true });
  for (const path of WRITABLE) run('mount', '-t', 'tmpfs', 'judge', path);
  // Debian's libraries know users that stand in no file.
  writeFileSync('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nshadow: files\nhosts: dns\n');
  writeFileSync('/etc/resolv.conf', `nameserver ${NAME_SERVER}\nlookup bind\n`);
  copyFileSync('/bin/sh', `${BACKSTAGE}/sh`);
  chmodSync(`${BACKSTAGE}/sh`, 0o755);
  writeFileSync(`${BACKSTAGE}/recorder`, RECORDER, { mode: 0o755 });
  run('mount', '--bind', `${BACKSTAGE}/recorder`, '/bin/sh');
}

/** Puts a scenario on the stage, and nothing of the one before. */
export function setStage({ world, config }: Scenario): void {
  for (const path of [...WRITABLE, COMMANDS]) empty(path);
  for (const name of DATABASES) writeFileSync(`/etc/${name}`, essential(readFileSync(`${PRISTINE}/${name}`, 'latin1')));
  rmSync('/etc/mailname', { force: true });
  chmodSync('/tmp', 0o1777);
  chmodSync(COMMANDS, 0o1777);
  chmodSync('/var/spool', 0o755);
  chmodSync('/root', 0o700);
  chownSync('/var/mail', 0, groupId('mail'));
  chmodSync('/var/mail', 0o2775);
  run('hostname', world.hostname);
  writeFileSync('/etc/hosts', hostsFile(world.hosts));
  for (const [name, user] of Object.entries(world.users)) addUser(name, user);
  for (const [path, file] of Object.entries(world.files)) writeDescribed(path, file, world.users);
  for (const [name, rows] of Object.entries(world.tables)) writeDatabase(config, name, rows);
  writeFileSync(CONFIG, Buffer.from(config, 'utf8'));
}

/** The lines of a user database that the daemon cannot do without. */
function essential(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^(?:root|mail|opensmtp[dq]):/.test(line))
    .map((line) => `${line}\n`)
    .join('');
}

function empty(directory: string): void {
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true, force: true });
}

function groupId(name: string): number {
  const line = readFileSync('/etc/group', 'latin1')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  return Number(line?.split(':')[2] ?? 0);
}

function hostsFile(hosts: Scenario['world']['hosts']): string {
  const lines = Object.entries({ localhost: ['127.0.0.1', '::1'], ...hosts }).flatMap(([name, addresses]) =>
    addresses.map((address) => `${address} ${name}\n`),
  );
  return lines.join('');
}

function addUser(
  name: string,
  { uid, gid = uid, home = `/home/${name}`, forward, password = '*' }: ScenarioUser,
): void {
  if (name !== 'root') {
    writeFileSync('/etc/passwd', `${name}:x:${uid}:${gid}:${name}:${home}:/bin/sh\n`, { flag: 'a' });
    writeFileSync('/etc/group', `${name}:x:${gid}:\n`, { flag: 'a' });
    writeFileSync('/etc/shadow', `${name}:${password}:19000:0:99999:7:::\n`, { flag: 'a' });
  }
  mkdirSync(home, { recursive: true });
  chownSync(home, uid, gid);
  chmodSync(home, 0o755);
  if (forward === undefined) return;
  const file = typeof forward === 'string' ? { text: forward } : forward;
  writeDescribed(`${home}/.forward`, { uid, gid, ...file }, {});
}

/** A file as the world describes it; without an owner it is root's, or that of the home it lies in. */
function writeDescribed(path: string, file: string | DescribedFile, users: Scenario['world']['users']): void {
  const described = typeof file === 'string' ? { text: file } : file;
  const [, owner] =
    Object.entries(users).find(([name, { home }]) => path.startsWith(`${home ?? `/home/${name}`}/`)) ?? [];
  const { uid = owner?.uid ?? 0, gid = owner?.gid ?? uid, mode } = described;
  if (described.directory) mkdirSync(path, { recursive: true });
  else {
    makeParents(path, uid, gid);
    writeFileSync(
      path,
      described.base64 === undefined ? (described.text ?? '') : Buffer.from(described.base64, 'base64'),
    );
  }
  chownSync(path, uid, gid);
  chmodSync(path, Number.parseInt(mode ?? (described.directory ? '0755' : '0644'), 8));
}

/** The directories above a file belong to its owner where they had to be made. */
function makeParents(path: string, uid: number, gid: number): void {
  const made = mkdirSync(dirname(path), { recursive: true });
  if (made === undefined) return;
  for (let at = dirname(path); at.length >= made.length; at = dirname(at)) chownSync(at, uid, gid);
}

/** Fills the database that the configuration names for a table. */
function writeDatabase(config: string, name: string, rows: Scenario['world']['tables'][string]): void {
  const path = databasePath(config, name);
  if (path === undefined) return;
  const lines = Array.isArray(rows) ? rows : Object.entries(rows).map(([key, value]) => `${key} ${value}`);
  const source = `${BACKSTAGE}/database`;
  writeFileSync(source, `${lines.join('\n')}\n`);
  mkdirSync(dirname(path), { recursive: true });
  run('makemap', ...(Array.isArray(rows) ? ['-t', 'set'] : []), '-o', path, source);
  chmodSync(path, 0o644);
}
