import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { streamDaemonCheck } from '@smtpd-conf/compiler/daemon';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { UserError } from '../exit-status.js';
import { expectFile } from '../large-file.js';
import { parseTarget } from '../target.js';

/** `smtpd-lint -n -f FILE`: what `smtpd -n -f FILE` says, on the same stream, with the same exit status. */
export async function daemon(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', short: 'n' },
      // The daemon takes it with -n too, and says no more for it.
      verbose: { type: 'boolean', short: 'v', multiple: true },
      file: { type: 'string', short: 'f', default: '/etc/mail/smtpd.conf' },
      target: { type: 'string' },
      platform: { type: 'string' },
      root: { type: 'string' },
    },
  });
  if (positionals.length > 0) throw new UserError(`-n checks one file; give it with -f (not ${positionals[0]})`);
  const target = parseTarget(values.target, values.platform);
  await expectFile(sizeOf(`${values.root ?? ''}${values.file}`), false);
  const world = new SystemWorld({ root: values.root, platform: target.platform });
  return streamDaemonCheck(values.file, world, target, (bytes) => process.stderr.write(bytes));
}

/** Bytes; none where the file cannot be looked at, which the check says in the daemon's words. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
