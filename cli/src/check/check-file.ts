import type { World } from '@smtpd-conf/compiler';
import { readSource } from '../read-source.js';
import { type FileReport, fileReport } from '../reporters/file-report.js';
import type { CheckOptions } from './check-options.js';
import { lintSource } from './lint-source.js';

/** Checks one file, or standard input. Throws a UserError where it cannot be read. */
export function checkFile(path: string, world: World, options: CheckOptions): FileReport {
  const source = readSource(path);
  const name = path === '-' ? (options.stdinName ?? path) : path;
  const { analysis, suppressed } = lintSource(source, name, world, options);
  return fileReport(name, source, analysis, suppressed);
}
