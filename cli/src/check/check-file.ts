import { MOST_FINDINGS, mostFindings } from '@smtpd-conf/checker';
import type { World } from '@smtpd-conf/compiler';
import type { Source } from '@smtpd-conf/grammar';
import { expectFile } from '../large-file.js';
import { readSource } from '../read-source.js';
import { fileReport } from '../reporters/file-report.js';
import { writeWhole } from '../write-whole.js';
import type { CheckOptions } from './check-options.js';
import type { CheckedFile } from './checked-file.js';
import { bytesOf, fixSource } from './fix-source.js';
import { lintSource } from './lint-source.js';

/** Checks one file, or standard input, and mends it where that is asked for. Throws a UserError where it cannot be read or written. */
export async function checkFile(path: string, world: World, options: CheckOptions): Promise<CheckedFile> {
  const source = readSource(path);
  await expectFile(source.text.length, true);
  const name = path === '-' ? (options.stdinName ?? path) : path;
  const mended = options.fix === undefined ? source : fixSource(source, name, world, options);
  const fixed = mended !== source;
  if (options.diff && fixed) await printDiff(name, source, mended);
  else if (options.fix !== undefined && !options.diff) write(path, source, mended);
  const shown = options.diff ? source : mended;
  const { analysis, suppressed } = lintSource(shown, name, world, options);
  // Where warnings may be many, so many have to be told for the limit to be seen.
  const { maxWarnings } = options;
  const most = maxWarnings === Number.POSITIVE_INFINITY ? MOST_FINDINGS : Math.max(MOST_FINDINGS, maxWarnings + 1);
  const findings = mostFindings(suppressed.findings, shown, most);
  return { outcome: 'checked', report: fileReport(name, shown, analysis, { ...suppressed, findings }), fixed };
}

function write(path: string, before: Source, after: Source): void {
  if (path === '-') process.stdout.write(bytesOf(before, after.text));
  else if (after !== before) writeWhole(path, after.text, before.encoding === 'latin1' ? 'latin1' : 'utf8');
}

async function printDiff(name: string, before: Source, after: Source): Promise<void> {
  const { createTwoFilesPatch } = await import('diff');
  const patch = createTwoFilesPatch(name, name, before.text, after.text, undefined, undefined, { context: 3 });
  process.stdout.write(bytesOf(before, patch.slice(patch.indexOf('--- '))));
}
