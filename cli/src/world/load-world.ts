import { describedWorld, parseWorld, type WorldDescription } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import type { Platform } from '@smtpd-conf/grammar';
import { checkPasswordNow } from '@smtpd-conf/runtime';
import { describedMailWorld, layeredFiles, type MailWorld } from '@smtpd-conf/simulator';
import { EXIT, UserError } from '../exit-status.js';
import { readSource } from '../read-source.js';
import { systemMailWorld } from './system-mail-world.js';

/** What `--world` and `--root` say. */
export interface WorldOptions {
  /** Files that describe worlds, and `system`. */
  readonly worlds: readonly string[];
  readonly root?: string;
  readonly platform: Platform;
}

/** The name that stands for the machine we are on. */
export const SYSTEM = 'system';

/**
 * The world of a dry run: what the description says; with `system`, what it leaves out is this machine's. Without any, the
 * configuration's files are this machine's, as they are for `check`, and of users, names and tables nothing is known.
 */
export async function loadWorld({ worlds, root, platform }: WorldOptions): Promise<MailWorld> {
  const paths = worlds.filter((world) => world !== SYSTEM);
  if (paths.length > 1)
    throw new UserError(`--world ${paths.join(', ')}: one file can describe the world, beside "system"`);
  const [path] = paths;
  const description = path === undefined ? {} : await readDescription(path);
  return mailWorld(description, {
    described: path !== undefined,
    system: worlds.includes(SYSTEM),
    platform,
    ...(root === undefined ? {} : { root }),
  });
}

/** A world out of a description and, as it is asked for, the system. */
export function mailWorld(
  description: WorldDescription,
  {
    described,
    system,
    root,
    platform,
  }: { readonly described: boolean; readonly system: boolean } & Pick<WorldOptions, 'root' | 'platform'>,
): MailWorld {
  const machine = new SystemWorld({ root, platform });
  if (!described && !system)
    return describedMailWorld(description, { files: machine, checkPassword: checkPasswordNow });
  const own = describedWorld(description);
  const files = system || root !== undefined ? layeredFiles(own, machine) : own;
  if (!system) return describedMailWorld(description, { files, checkPassword: checkPasswordNow });
  return systemMailWorld(description, description.hostname === undefined ? layeredFiles(machine, own) : files);
}

async function readDescription(path: string): Promise<WorldDescription> {
  const parsed = await parseWorld(readSource(path).text, path);
  if (parsed.ok) return parsed.description;
  const problems = parsed.problems.map(
    ({ file, place, message }) => `${file}:${place.line}:${place.column}: ${message}`,
  );
  throw new UserError(`the world cannot be read\n${problems.join('\n')}`, EXIT.usage);
}
