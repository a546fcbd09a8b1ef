import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { daemonCheck } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { UserError } from '../exit-status.js';
import { parseTarget } from '../target.js';

/** Bytes from which on the garbage of reading a file counts. */
const LARGE = 512 * 1024;

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
  // Loading what this takes costs a small file more than it gains.
  if (sizeOf(`${values.root ?? ''}${values.file}`) > LARGE)
    (await import('../small-heap.js')).keepYoungGenerationSmall();
  const world = new SystemWorld(values.root === undefined ? {} : { root: values.root });
  const { stderr, encoding, status } = daemonCheck(values.file, world, target);
  process.stderr.write(Buffer.from(stderr, encoding));
  return status;
}

/** Bytes; none where the file cannot be looked at, which the check says in the daemon's words. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
