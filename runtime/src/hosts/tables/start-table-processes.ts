import type { CompiledConfig } from '@smtpd-conf/compiler';
import { PLATFORMS } from '@smtpd-conf/grammar';
import { speaksText } from '../../tables/proc-protocol.js';
import { TableProcess } from './table-process.js';

/** Milliseconds that a table program may take for an answer. */
const PATIENCE = 30_000;

/** Starts the program of each table that has one (table.c:table_open); rejects with what stands in the way of the first. */
export async function startTableProcesses(
  config: CompiledConfig,
  locate: (path: string) => string,
  log: (line: string) => void,
): Promise<ReadonlyMap<string, TableProcess>> {
  const { version, platform } = config.target;
  const started = new Map<string, TableProcess>();
  try {
    for (const { name: table, backend, config: words = '' } of config.tables) {
      if (backend !== 'proc') continue;
      if (!speaksText(version)) {
        const why = `programs for ${version} speak another protocol than smtpd-tables(7)`;
        throw new Error(`table "${table}": ${why}; name a release from 7.6 on with --target, and a program for it`);
      }
      const [name = '', ...parameter] = words.split(':');
      const program = locate(`${PLATFORMS[platform].libexecDir}/table-${name}`);
      const argument = parameter.length === 0 ? {} : { argument: parameter.join(':') };
      const process = new TableProcess({ target: config.target, table, program, ...argument, log, patience: PATIENCE });
      started.set(table, process);
      await process.start();
    }
  } catch (error) {
    for (const process of started.values()) process.stop();
    throw error;
  }
  return started;
}
