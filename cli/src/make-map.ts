import { statSync } from 'node:fs';
import { byteText } from '@smtpd-conf/engine';
import type { Version } from '@smtpd-conf/grammar';
import { type MapType, mapEntries, writeMap } from '@smtpd-conf/runtime';
import { EXIT, UserError } from './exit-status.js';
import { readBytes, reason } from './read-source.js';

/** Makes a database out of a text; how many entries it has. Throws a UserError that says why there is none. */
export function makeMap(source: string, output: string, type: MapType, version: Version): number {
  const read = mapEntries(byteText(readBytes(source)), type, version);
  if ('problem' in read) throw new UserError(`${source}:${read.line}: ${read.problem}`, EXIT.findings);
  try {
    writeMap(output, read.entries, source === '-' ? undefined : statSync(source));
  } catch (error) {
    throw new UserError(`${output}: cannot be written: ${reason(error)}`, EXIT.unreadable);
  }
  return read.entries.length;
}
