import { parseArgs } from 'node:util';
import { readHashDatabase } from '@smtpd-conf/compiler';
import { EXIT, UserError } from '../exit-status.js';
import { makeMap } from '../make-map.js';
import { readBytes } from '../read-source.js';
import { parseTarget } from '../target.js';

const TYPES = { aliases: 'aliases', set: 'set' } as const;

/** `smtpd-lint makemap`: makemap(8). A text becomes a database that the daemon reads, or with -U the other way around. */
export function makemap(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      // For compatibility with sendmail, as in the daemon's.
      C: { type: 'string', short: 'C' },
      database: { type: 'string', short: 'd', default: 'hash' },
      output: { type: 'string', short: 'o' },
      type: { type: 'string', short: 't' },
      dump: { type: 'boolean', short: 'U', default: false },
      target: { type: 'string' },
    },
  });
  const sendmail = positionals.length === 2;
  const database = sendmail ? (positionals[0] as string) : values.database;
  checkDatabase(database);
  if (positionals.length !== 1 && (!sendmail || values.output !== undefined)) {
    throw new UserError('makemap takes one file: makemap [-U] [-d hash] [-o DATABASE] [-t aliases|set] FILE');
  }
  const type = values.type === undefined ? 'plain' : TYPES[values.type as keyof typeof TYPES];
  if (type === undefined) throw new UserError(`-t ${values.type}: use aliases or set`);
  const source = sendmail ? '-' : (positionals[0] as string);
  if (values.dump) return dump(source);
  const named = sendmail ? (positionals[1] as string) : undefined;
  const output = named === undefined ? (values.output ?? `${source}.db`) : named.replace(/(?:\.db)?$/, '.db');
  if (makeMap(source, output, type, parseTarget(values.target, undefined).version) === 0) {
    process.stderr.write(`smtpd-lint: warning: empty map created: ${output}\n`);
  }
  return EXIT.clean;
}

function checkDatabase(type: string): void {
  if (type === 'hash') return;
  const why = type === 'btree' ? 'smtpd reads hash databases only, and only they are written' : 'use hash';
  throw new UserError(`-d ${type}: ${why}`);
}

/** makemap.c:dump_db. */
function dump(path: string): number {
  const entries = readHashDatabase(readBytes(path));
  if (!entries) throw new UserError(`${path}: is no hash database`, EXIT.unreadable);
  for (const pair of entries) {
    const [key, value] = pair.map((bytes) => (bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes));
    process.stdout.write(Buffer.concat([key, Buffer.from('\t'), value, Buffer.from('\n')] as Uint8Array[]));
  }
  return EXIT.clean;
}
