import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyze } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { askServer, CONTROL_SOCKET } from '@smtpd-conf/runtime';
import { EXIT, UserError } from '../exit-status.js';
import { makeMap } from '../make-map.js';
import { readSource } from '../read-source.js';
import { parseTarget } from '../target.js';

const CONFIG = '/etc/smtpd.conf';
const ALIASES = '/etc/aliases';

/** `smtpd-lint newaliases`: newaliases(8), for the table `aliases` of a configuration. */
export async function newaliases(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string', short: 'f', default: CONFIG },
      root: { type: 'string', default: '' },
      spool: { type: 'string' },
      target: { type: 'string' },
    },
  });
  if (positionals.length > 0) throw new UserError('newaliases takes no arguments but -f FILE');
  const target = parseTarget(values.target, undefined);
  const path = values.root + aliasesPath(values.file, values.root, target);
  const count = makeMap(path, `${path}.db`, 'aliases', target.version);
  process.stdout.write(`${path}: ${count} aliases\n`);
  if (values.spool !== undefined) await tellServer(values.spool);
  return EXIT.clean;
}

/** makemap.c:conf_aliases. A database that is not there yet is an error in the configuration, which this is to mend. */
function aliasesPath(file: string, root: string, target: ReturnType<typeof parseTarget>): string {
  const world = new SystemWorld(root === '' ? {} : { root });
  const { config } = analyze(readSource(file), world, target);
  const path = config.tables.find(({ name }) => name === 'aliases')?.config;
  return path?.replace(/\.db$/, '') ?? ALIASES;
}

/** A server that has read the text itself reads it again; one that is not there does so when it starts. */
async function tellServer(spool: string): Promise<void> {
  try {
    for await (const _ of askServer(join(spool, CONTROL_SOCKET), { type: 'update-table', table: 'aliases' }));
  } catch {
    process.stderr.write(`smtpd-lint: no server runs on ${spool}; the next one will read the new aliases\n`);
  }
}
