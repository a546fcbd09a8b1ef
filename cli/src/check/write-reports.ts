import type { FileReport } from '../reporters/file-report.js';
import { REPORTERS, type Report } from '../reporters/report.js';
import { wantsColour } from '../reporters/terminal-style.js';
import { VERSION } from '../version.js';
import { writeWhole } from '../write-whole.js';
import type { CheckOptions } from './check-options.js';

/** Writes each report that is asked for. Beside a mended standard input or a diff, the one for stdout goes to stderr. */
export async function writeReports(
  files: readonly FileReport[],
  { outputs, fix, diff, paths }: Pick<CheckOptions, 'outputs' | 'fix' | 'diff' | 'paths'>,
): Promise<void> {
  const taken = diff || (fix !== undefined && paths.includes('-'));
  for (const { format, file } of outputs) {
    const reporter = await REPORTERS.get(format)?.();
    const report: Report = { files, version: VERSION, colour: file === undefined && wantsColour() };
    const text = (await reporter?.(report)) ?? '';
    if (file !== undefined) writeWhole(file, text);
    else (taken ? process.stderr : process.stdout).write(text);
  }
}
