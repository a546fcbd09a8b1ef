import { atLeast, PLATFORMS, Source, type Target } from '@smtpd-conf/grammar';
import { byteLength } from '../tables/table-key.js';
import type { World } from './world.js';

export interface MailName {
  /** The host's mail name; undefined where smtpd gives up before it reads any configuration. */
  readonly name: string | undefined;
  /** What smtpd writes on stderr before anything else, to the byte: no line feed ends it unless it gives up. */
  readonly stderr: string;
}

/**
 * The name that smtpd calls its host by (util.c:getmailname, for config.c:config_default): the first line of the
 * mailname file as it stands there, else the host's own name, made canonical when it has no dot. Nothing checks what is
 * in it. From 7.3 on main() asks twice, and so complains twice.
 */
export function mailName(world: World, target: Target): MailName {
  const { confDir, hostNameMax } = PLATFORMS[target.platform];
  const path = `${confDir}/mailname`;
  const written = firstLine(path, world);
  if (written !== undefined && fits(written, hostNameMax)) return { name: written.text, stderr: '' };
  const complaint = written === undefined ? '' : `${path} entry too long`;
  const host = world.hostName();
  if (host.includes('.')) return { name: host, stderr: asked(complaint, target) };
  const canonical = world.canonicalName(host) ?? host;
  if (byteLength(canonical) <= hostNameMax) return { name: canonical, stderr: asked(complaint, target) };
  // The first failure ends it, with whatever errno was left behind: fopen's, where there is no mailname file.
  return { name: undefined, stderr: `${complaint}hostname too longsmtpd: No such file or directory\n` };
}

/** The line without its line feed, up to a NUL; undefined for a file that is missing, empty or a directory. */
function firstLine(path: string, world: World): Source | undefined {
  const file = world.readFile(path);
  if (!file.ok || file.value.length === 0) return undefined;
  const { name, text, encoding } = Source.fromBytes(path, file.value);
  return new Source(name, /^[^\n\0]*/.exec(text)?.[0] ?? '', encoding);
}

function fits(line: Source, limit: number): boolean {
  return byteLength(line.text, line.encoding) <= limit;
}

function asked(complaint: string, target: Target): string {
  return atLeast(target.version, '7.3.0') ? complaint.repeat(2) : complaint;
}
